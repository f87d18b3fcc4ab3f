import { formulaInWords, type MathsWords } from '../maths.ts'

const greek =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau ' +
  'upsilon phi chi psi omega'

/** Letters that are units behind a number. */
const behindNumbers: Readonly<Record<string, string>> = {
  ...{ g: 'gee', h: 'aitch', k: 'kay', l: 'el', m: 'em', s: 'ess', x: 'ex' },
  ...{ B: 'bee', K: 'kay', M: 'em' },
}

const words: MathsWords = {
  names: {
    ...Object.fromEntries(
      greek.split(' ').flatMap((name) => [
        [name, name],
        [`var${name}`, name],
        [`${name[0]?.toUpperCase()}${name.slice(1)}`, `capital ${name}`],
      ]),
    ),
    ...{ '+': 'plus', '-': 'minus', '−': 'minus', '=': 'equals', '<': 'is less than' },
    ...{ '>': 'is greater than', '*': 'times', '/': 'over', '!': 'factorial', '×': 'times' },
    ...{ '·': 'times', '≤': 'is at most', '≥': 'is at least', '≠': 'is not equal to' },
    ...{ '≈': 'is about', '∞': 'infinity', '±': 'plus or minus', '∈': 'is in', ',': ',', ';': ';' },
    ...{
      "'": 'prime',
      prime: 'prime',
      ':': 'to',
      '&': ',',
      '\\': ',',
      '%': '%',
      π: 'pi',
      '√': 'the square root of',
    },
    ...{ le: 'is at most', leq: 'is at most', leqslant: 'is at most', ge: 'is at least' },
    ...{ geq: 'is at least', geqslant: 'is at least', lt: 'is less than', gt: 'is greater than' },
    ...{ ne: 'is not equal to', neq: 'is not equal to', approx: 'is about', sim: 'is about' },
    ...{ equiv: 'is equivalent to', propto: 'is proportional to', times: 'times', cdot: 'times' },
    ...{ ast: 'times', div: 'divided by', pm: 'plus or minus', mp: 'minus or plus' },
    ...{ to: 'approaches', rightarrow: 'to', Rightarrow: 'implies', implies: 'implies' },
    ...{ iff: 'if and only if', Leftrightarrow: 'if and only if', in: 'is in' },
    ...{ notin: 'is not in', subset: 'is a subset of', subseteq: 'is a subset of', cup: 'union' },
    ...{ cap: 'intersection', setminus: 'without', emptyset: 'the empty set', infty: 'infinity' },
    ...{ partial: 'partial', nabla: 'nabla', forall: 'for all', exists: 'there is', neg: 'not' },
    ...{ land: 'and', wedge: 'and', lor: 'or', vee: 'or', ldots: 'and so on', cdots: 'and so on' },
    ...{ dots: 'and so on', circ: 'degrees', degree: 'degrees', angle: 'angle' },
    ...{ perp: 'is perpendicular to', parallel: 'is parallel to', vec: 'vector', mid: 'given' },
    ...{ sin: 'sine', cos: 'cosine', tan: 'tangent', cot: 'cotangent', arcsin: 'arc sine' },
    ...{ arccos: 'arc cosine', arctan: 'arc tangent', log: 'log', ln: 'natural log', exp: 'exp' },
    ...{ sum: 'the sum', prod: 'the product', int: 'the integral', lim: 'the limit as' },
    ...{ max: 'the maximum', min: 'the minimum', gcd: 'the greatest common divisor', mod: 'mod' },
    ...{ bmod: 'mod', hbar: 'h bar', ell: 'l' },
  },
  powers: { 2: 'squared', 3: 'cubed' },
  power: 'to the power of',
  powerOfAll: (power) => `, all ${power}`,
  index: (index) => `sub ${index}`,
  fraction: (top, bottom) => {
    if (/^[1-3]$/u.test(top) && /^[234]$/u.test(bottom) && top < bottom) return `${top}/${bottom}`
    const isLong = [top, bottom].some((part) => part.includes(' '))
    return isLong ? `, ${top}, over ${bottom},` : `${top} over ${bottom}`
  },
  root: (of, degree) => {
    const roots: Record<string, string> = { '': 'the square root of', 3: 'the cube root of' }
    return `${roots[degree] ?? `the root of degree ${degree} of`} ${of}`
  },
  from: 'from',
  to: 'to',
  of: 'of',
  logarithm: (base) => `log base ${base} of`,
  letter: (letter, isBehindNumber) => (isBehindNumber && behindNumbers[letter]) || letter,
  decimalMark: '.',
}

export const englishFormula = (formula: string): string => formulaInWords(formula, words)
