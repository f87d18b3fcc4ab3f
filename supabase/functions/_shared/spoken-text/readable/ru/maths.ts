import { formulaInWords, type MathsWords } from '../maths.ts'

const greek: Readonly<Record<string, string>> = {
  ...{ alpha: 'альфа', beta: 'бета', gamma: 'гамма', delta: 'дельта', epsilon: 'эпсилон' },
  ...{ zeta: 'дзета', eta: 'эта', theta: 'тета', iota: 'йота', kappa: 'каппа', lambda: 'лямбда' },
  ...{ mu: 'мю', nu: 'ню', xi: 'кси', omicron: 'омикрон', pi: 'пи', rho: 'ро', sigma: 'сигма' },
  ...{ tau: 'тау', upsilon: 'ипсилон', phi: 'фи', chi: 'хи', psi: 'пси', omega: 'омега' },
}

/** A Russian voice reads Latin letters as it likes. */
const letters: Readonly<Record<string, string>> = {
  ...{ a: 'а', b: 'бэ', c: 'цэ', d: 'дэ', e: 'е', f: 'эф', g: 'жэ', h: 'аш', i: 'и', j: 'жи' },
  ...{ k: 'ка', l: 'эль', m: 'эм', n: 'эн', o: 'о', p: 'пэ', q: 'ку', r: 'эр', s: 'эс', t: 'тэ' },
  ...{ u: 'у', v: 'вэ', w: 'дубль-вэ', x: 'икс', y: 'игрек', z: 'зет' },
}

const words: MathsWords = {
  names: {
    ...Object.fromEntries(
      Object.entries(greek).flatMap(([name, word]) => [
        [name, word],
        [`var${name}`, word],
        [`${name[0]?.toUpperCase()}${name.slice(1)}`, word],
      ]),
    ),
    ...{ '+': 'плюс', '-': 'минус', '−': 'минус', '=': 'равно', '<': 'меньше', '>': 'больше' },
    ...{ '*': 'умножить на', '/': 'делить на', '!': 'факториал', '×': 'умножить на' },
    ...{ '·': 'умножить на', '≤': 'меньше или равно', '≥': 'больше или равно', '≠': 'не равно' },
    ...{ '≈': 'примерно равно', '∞': 'бесконечность', '±': 'плюс минус', '∈': 'принадлежит' },
    ...{ ',': ',', ';': ';', "'": 'штрих', prime: 'штрих', ':': 'к', '&': ',', '\\': ',' },
    ...{ '%': '%', π: 'пи', '√': 'корень из', lt: 'меньше', gt: 'больше' },
    ...{ le: 'меньше или равно', leq: 'меньше или равно', leqslant: 'меньше или равно' },
    ...{ ge: 'больше или равно', geq: 'больше или равно', geqslant: 'больше или равно' },
    ...{ ne: 'не равно', neq: 'не равно', approx: 'примерно равно', sim: 'примерно равно' },
    ...{ equiv: 'тождественно равно', propto: 'пропорционально', times: 'умножить на' },
    ...{ cdot: 'умножить на', ast: 'умножить на', div: 'разделить на', pm: 'плюс минус' },
    ...{ mp: 'минус плюс', to: 'стремится к', rightarrow: 'стремится к' },
    ...{ Rightarrow: 'следовательно', implies: 'следовательно' },
    ...{ iff: 'тогда и только тогда, когда', Leftrightarrow: 'тогда и только тогда, когда' },
    ...{ in: 'принадлежит', notin: 'не принадлежит', subset: 'подмножество' },
    ...{ subseteq: 'подмножество', cup: 'объединение', cap: 'пересечение', setminus: 'без' },
    ...{ emptyset: 'пустое множество', infty: 'бесконечность', partial: 'дэ', nabla: 'набла' },
    ...{ forall: 'для любого', exists: 'существует', neg: 'не', land: 'и', wedge: 'и' },
    ...{ lor: 'или', vee: 'или', ldots: 'и так далее', cdots: 'и так далее', dots: 'и так далее' },
    ...{ circ: 'градусов', degree: 'градусов', angle: 'угол', perp: 'перпендикулярно' },
    ...{ parallel: 'параллельно', vec: 'вектор', mid: 'при условии', sin: 'синус' },
    ...{ cos: 'косинус', tan: 'тангенс', tg: 'тангенс', cot: 'котангенс', ctg: 'котангенс' },
    ...{ arcsin: 'арксинус', arccos: 'арккосинус', arctan: 'арктангенс', arctg: 'арктангенс' },
    ...{ log: 'логарифм', ln: 'натуральный логарифм', lg: 'десятичный логарифм' },
    ...{ exp: 'экспонента', sum: 'сумма', prod: 'произведение', int: 'интеграл' },
    ...{ lim: 'предел при', max: 'максимум', min: 'минимум', gcd: 'наибольший общий делитель' },
    ...{ mod: 'по модулю', bmod: 'по модулю', hbar: 'аш с чертой', ell: 'эль' },
  },
  powers: { 2: 'в квадрате', 3: 'в кубе' },
  power: 'в степени',
  powerOfAll: (power) => `, всё ${power}`,
  index: (index) => index,
  fraction: (top, bottom) => {
    if (/^[1-3]$/u.test(top) && /^[234]$/u.test(bottom) && top < bottom) return `${top}/${bottom}`
    const isLong = [top, bottom].some((part) => part.includes(' '))
    return isLong
      ? `, дробь: числитель ${top}, знаменатель ${bottom},`
      : `${top} делить на ${bottom}`
  },
  root: (of, degree) => {
    const roots: Record<string, string> = { '': 'корень из', 3: 'кубический корень из' }
    return `${roots[degree] ?? `корень степени ${degree} из`} ${of}`
  },
  from: 'от',
  to: 'до',
  of: 'от',
  logarithm: (base) => `логарифм по основанию ${base} от`,
  letter: (letter) => letters[letter.toLowerCase()] ?? letter,
  decimalMark: ',',
}

export const russianFormula = (formula: string): string => formulaInWords(formula, words)
