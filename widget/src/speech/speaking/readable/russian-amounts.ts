import { alone, longestNumber } from './number-rules.ts'
import { cardinal, decimal, digits, type Forms, type Gender, plural } from './russian-numbers.ts'
import { genitive } from './russian-numbers.ts'
import { blank, type Rule } from './rules.ts'

type Unit = { readonly forms: Forms; readonly gender?: Gender; readonly cents?: Forms }

const hour = ['час', 'часа', 'часов'] as const
const kopeck: Forms = ['копейка', 'копейки', 'копеек']
const cent: Forms = ['цент', 'цента', 'центов']
const rouble: Unit = { forms: ['рубль', 'рубля', 'рублей'], cents: kopeck }
const dollar: Unit = { forms: ['доллар', 'доллара', 'долларов'], cents: cent }
const euro: Unit = { forms: ['евро', 'евро', 'евро'], cents: cent }

const units: readonly (readonly [written: string, unit: Unit])[] = [
  ['%', { forms: ['процент', 'процента', 'процентов'] }],
  ['₽|руб(?:\\.|(?!\\p{L}))|р\\.', rouble],
  ['\\$', dollar],
  ['€', euro],
  ['£', { forms: ['фунт', 'фунта', 'фунтов'] }],
  ['коп\\.?', { forms: kopeck, gender: 'feminine' }],
  ['°C|°С|℃|°', { forms: ['градус', 'градуса', 'градусов'] }],
  ['км/ч', { forms: ['километр в час', 'километра в час', 'километров в час'] }],
  ['км', { forms: ['километр', 'километра', 'километров'] }],
  ['см', { forms: ['сантиметр', 'сантиметра', 'сантиметров'] }],
  ['мм', { forms: ['миллиметр', 'миллиметра', 'миллиметров'] }],
  ['м', { forms: ['метр', 'метра', 'метров'] }],
  ['кг', { forms: ['килограмм', 'килограмма', 'килограммов'] }],
  ['мг', { forms: ['миллиграмм', 'миллиграмма', 'миллиграммов'] }],
  ['г', { forms: ['грамм', 'грамма', 'граммов'] }],
  ['мл', { forms: ['миллилитр', 'миллилитра', 'миллилитров'] }],
  ['л', { forms: ['литр', 'литра', 'литров'] }],
  ['ч\\.?', { forms: hour }],
  ['мин\\.?', { forms: ['минута', 'минуты', 'минут'], gender: 'feminine' }],
  ['сек\\.?', { forms: ['секунда', 'секунды', 'секунд'], gender: 'feminine' }],
  ['мс', { forms: ['миллисекунда', 'миллисекунды', 'миллисекунд'], gender: 'feminine' }],
  ['ккал', { forms: ['килокалория', 'килокалории', 'килокалорий'], gender: 'feminine' }],
  ['ГБ', { forms: ['гигабайт', 'гигабайта', 'гигабайт'] }],
  ['МБ', { forms: ['мегабайт', 'мегабайта', 'мегабайт'] }],
]

const scales: readonly (readonly [written: string, unit: Unit])[] = [
  ['тыс\\.?', { forms: ['тысяча', 'тысячи', 'тысяч'], gender: 'feminine' }],
  ['млн\\.?', { forms: ['миллион', 'миллиона', 'миллионов'] }],
  ['млрд\\.?', { forms: ['миллиард', 'миллиарда', 'миллиардов'] }],
  ['трлн\\.?', { forms: ['триллион', 'триллиона', 'триллионов'] }],
]

const groupedInteger = `\\d{1,3}(?:${blank}\\d{3})+(?!\\d)|\\d+`
/** Four groups: whole and fraction of a number, and of the one its range ends with. */
const number = `(${groupedInteger})(?:[.,](\\d+))?(?:${blank}?[-–—]${blank}?(${groupedInteger})(?:[.,](\\d+))?)?`
const anyOf = (list: typeof units) => list.map(([written]) => written).join('|')
const unitOf = (list: typeof units, written: string | undefined) =>
  list.find(([pattern]) => new RegExp(`^(?:${pattern})$`, 'u').test(written ?? ''))?.[1]

type Amount = { readonly whole: number; readonly fraction: string; readonly written: string }

function amountOf(integer = '', fraction = ''): Amount {
  const written = integer.replaceAll(/\D/gu, '')
  return { whole: Number(written), fraction, written }
}

function say({ whole, fraction, written }: Amount, gender: Gender = 'masculine'): string {
  const isDigits = written.length > longestNumber || /^0\d/u.test(written)
  if (isDigits) return digits(written + fraction)
  return fraction === '' ? cardinal(whole, gender) : decimal(whole, fraction)
}

function sayWithUnit(amounts: readonly Amount[], { forms, gender, cents }: Unit): string {
  const last = amounts.at(-1) ?? amountOf()
  const [only] = amounts
  if (cents && amounts.length === 1 && only?.fraction.length === 2) {
    const hundredths = Number(only.fraction)
    const centGender: Gender = cents === kopeck ? 'feminine' : 'masculine'
    return (
      `${cardinal(only.whole)} ${plural(only.whole, forms)}` +
      (hundredths > 0 ? ` ${cardinal(hundredths, centGender)} ${plural(hundredths, cents)}` : '')
    )
  }
  const form = last.fraction === '' ? plural(last.whole, forms) : forms[1]
  return `${amounts.map((amount) => say(amount, gender)).join('-')} ${form}`
}

/** The amounts of a match whose groups are those of `number`. */
function amountsOf([, whole, fraction, end, endFraction]: RegExpExecArray): Amount[] {
  const first = amountOf(whole, fraction)
  return end === undefined ? [first] : [first, amountOf(end, endFraction)]
}

function sayScaled(match: RegExpExecArray, scale: string | undefined, unit: Unit | undefined) {
  const amounts = amountsOf(match)
  const scaling = scale === undefined ? undefined : unitOf(scales, scale)
  if (!scaling) return unit ? sayWithUnit(amounts, unit) : null
  return `${sayWithUnit(amounts, scaling)}${unit ? ` ${unit.forms[2]}` : ''}`
}

const feminineInSoftSign =
  /(?:ость|ночь|жизнь|мысль|вещь|часть|мать|дочь|боль|цель|роль|связь|помощь|степень|область|запись|радость)$/u

/** Which «один» or «два» goes with the words behind; the ending of a noun nearly always tells. */
function genderBefore(words: string, whole: number): Gender {
  const [first = '', second = ''] = words.toLowerCase().split(' ')
  const isAdjective = /(?:[ыи]х|[ыи]е)$/u.test(first) && second !== ''
  const noun = isAdjective ? second : first
  if (noun.length < 3 || /^(?:или|если|при|эти|они)$/u.test(noun)) return 'masculine'
  if (whole % 10 === 2) return /[ыи]$/u.test(noun) ? 'feminine' : 'masculine'
  if (/(?:[оеё]|мя)$/u.test(noun)) return 'neuter'
  return /[ая]$/u.test(noun) || feminineInSoftSign.test(noun) ? 'feminine' : 'masculine'
}

export const amountRules: readonly Rule[] = [
  [/(?<![\p{L}\p{N}])[-−](?=\d)/gu, () => 'минус '],
  [
    new RegExp(`([$€£₽])${blank}?${number}(?:${blank}?(${anyOf(scales)})(?!\\p{L}))?`, 'gu'),
    (match) => {
      const [, sign, ...groups] = match
      const amounts = Object.assign([...match], { index: match.index, input: match.input })
      amounts.splice(1, 5, ...groups.slice(0, 4))
      return sayScaled(amounts as RegExpExecArray, match[6], unitOf(units, sign))
    },
  ],
  [
    new RegExp(
      `(?<![\\p{L}\\p{N}])${number}${blank}?(?:(${anyOf(scales)})(?!\\p{L})${blank}?)?(?:(${anyOf(units)})(?![\\p{L}/]))?`,
      'gu',
    ),
    (match) => {
      const [text, , , , , scale, unit] = match
      const said = scale || unit ? sayScaled(match, scale, unitOf(units, unit)) : null
      // A blank that was taken in the hope of a unit.
      return said && (/\s$/u.test(text) ? `${said} ` : said)
    },
  ],
  [
    alone('([1-9]\\d?)/([1-9]\\d?)'),
    ([text, part = '', of = '']) => {
      const known = { '1/2': 'одна вторая', '1/3': 'одна треть', '2/3': 'две трети' }[text]
      const quarter = { '1/4': 'одна четверть', '3/4': 'три четверти' }[text]
      if (text === '24/7') return 'двадцать четыре на семь'
      return known ?? quarter ?? `${cardinal(Number(part))} из ${genitive(Number(of))}`
    },
  ],
  [/½/gu, () => ' половина'],
  [/¼/gu, () => ' четверть'],
  [/¾/gu, () => ' три четверти'],
  [
    new RegExp(`${number}(?=(${blank}[\\p{L}-]+(?:${blank}[\\p{L}-]+)?)?)`, 'gu'),
    (match) => {
      const amounts = amountsOf(match)
      const last = amounts.at(-1) ?? amountOf()
      const words = (match[5] ?? '').trim().replaceAll(/\s/gu, ' ')
      return amounts.map((amount) => say(amount, genderBefore(words, last.whole))).join('-')
    },
  ],
]
