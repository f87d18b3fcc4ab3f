import { alone, apart, longestNumber } from '../number-rules.ts'
import { beforeMatch, type Case, caseOf } from './cases.ts'
import { cardinal, decimal, digits, type Gender, plural } from './numbers.ts'
import { kopeck, scales, type Unit, units } from './units.ts'
import { blank, type Rule } from '../rules.ts'

const groupedInteger = `\\d{1,3}(?:${blank}\\d{3})+(?!\\d)|\\d+`
/** Four groups: whole and fraction of a number, and of the one its range ends with. */
const number = `(${groupedInteger})(?:[.,](\\d+))?(?:${blank}?[-–—]${blank}?(${groupedInteger})(?:[.,](\\d+))?)?`
const anyOf = (list: typeof units) => list.map(([written]) => written).join('|')
const unitOf = (list: typeof units, written: string | undefined) =>
  list.filter(([pattern]) => new RegExp(`^(?:${pattern})$`, 'u').test(written ?? ''))[0]?.[1]

/** An abbreviation's own stop. */
const stop = '(?:(?<=\\p{L})\\.(?![\\p{L}.]))?'

type Amount = { readonly whole: number; readonly fraction: string; readonly written: string }

function amountOf(integer = '', fraction = ''): Amount {
  const written = integer.replaceAll(/\D/gu, '')
  return { whole: Number(written), fraction, written }
}

/** How a number is said: the gender and the case of what is counted. */
type Manner = { readonly gender?: Gender; readonly inCase?: Case }

function say({ whole, fraction, written }: Amount, { gender, inCase }: Manner = {}): string {
  const isDigits = written.length > longestNumber || /^0\d/u.test(written)
  if (isDigits) return digits(written + fraction)
  return fraction === '' ? cardinal(whole, gender, inCase) : decimal(whole, fraction, inCase)
}

const isOneAndHalf = ({ whole, fraction }: Amount) => whole === 1 && fraction === '5'

/** «Полтора часа, полторы минуты, около полутора часов». */
function sayOneAndHalf({ gender, inCase = 'nominative' }: Manner): string {
  if (inCase !== 'nominative') return 'полутора'
  return gender === 'feminine' ? 'полторы' : 'полтора'
}

/** The words before a unit, and the unit. */
function sayWithUnit(
  amounts: readonly Amount[],
  { forms, gender = 'masculine', cents }: Unit,
  inCase: Case,
): string {
  const last = amounts.at(-1) ?? amountOf()
  const [only] = amounts
  if (cents && amounts.length === 1 && only?.fraction.length === 2) {
    const hundredths = Number(only.fraction)
    const centGender: Gender = cents === kopeck ? 'feminine' : 'masculine'
    return (
      `${cardinal(only.whole, gender, inCase)} ${plural(only.whole, forms, inCase)}` +
      (hundredths > 0
        ? ` ${cardinal(hundredths, centGender, inCase)} ${plural(hundredths, cents, inCase)}`
        : '')
    )
  }
  const manner = { gender, inCase }
  if (only && amounts.length === 1 && isOneAndHalf(only)) {
    return `${sayOneAndHalf(manner)} ${plural(2, forms, inCase)}`
  }
  const form = last.fraction === '' ? plural(last.whole, forms, inCase) : forms[1]
  return `${amounts.map((amount) => say(amount, manner)).join('-')} ${form}`
}

/** The amounts of a match whose groups are those of `number`. */
function amountsOf([, whole, fraction, end, endFraction]: RegExpExecArray): Amount[] {
  const first = amountOf(whole, fraction)
  return end === undefined ? [first] : [first, amountOf(end, endFraction)]
}

function sayScaled(match: RegExpExecArray, scale: string | undefined, unit: Unit | undefined) {
  const inCase = caseOf(match)
  const amounts = amountsOf(match)
  const scaling = scale === undefined ? undefined : unitOf(scales, scale)
  if (!scaling) return unit ? sayWithUnit(amounts, unit, inCase) : null
  return `${sayWithUnit(amounts, scaling, inCase)}${unit ? ` ${unit.forms[2]}` : ''}`
}

const feminineInSoftSign =
  /(?:ость|ночь|жизнь|мысль|вещь|часть|мать|дочь|боль|цель|роль|связь|помощь|степень|область|запись|радость)$/u

/** What is counted by the words behind a number, in lower case: their noun, or an adjective of it. */
function counted(words: string): string {
  const [first = '', second = ''] = words.toLowerCase().split(' ')
  const isAdjective = /(?:[ыи]х|[ыи]е|[ыи]ми)$/u.test(first) && second !== ''
  return isAdjective ? second : first
}

const isNoun = (word: string) =>
  word.length >= 3 && !/^(?:или|если|при|эти|они|для|тоже)$/u.test(word)

/** Which «один» or «два» goes with a noun; its ending nearly always tells. */
function genderOf(noun: string, whole: number, inCase: Case): Gender {
  if (!isNoun(noun)) return 'masculine'
  if (inCase !== 'nominative') return /(?:[ыие]|[ое]й)$/u.test(noun) ? 'feminine' : 'masculine'
  if (plural(whole, ['one', 'few', 'many']) !== 'one') {
    return /[ыи]$/u.test(noun) ? 'feminine' : 'masculine'
  }
  if (/(?:[оеё]|мя)$/u.test(noun)) return 'neuter'
  return /[аяую]$/u.test(noun) || feminineInSoftSign.test(noun) ? 'feminine' : 'masculine'
}

/** A number before the words it counts. */
function sayCounting(amounts: readonly Amount[], match: RegExpExecArray, words: string): string {
  const noun = counted(words)
  const inCase = caseOf(match, noun)
  const last = amounts.at(-1) ?? amountOf()
  const isCounted = isNoun(noun) && /[аяыи]$/u.test(noun)
  if (amounts.length === 1 && isOneAndHalf(last) && (isCounted || inCase !== 'nominative')) {
    return sayOneAndHalf({ gender: /[ыи]$/u.test(noun) ? 'feminine' : 'masculine', inCase })
  }
  const gender = feminineOfMany.test(noun) ? 'feminine' : genderOf(noun, last.whole, inCase)
  const said = amounts.map((amount) => say(amount, { gender, inCase })).join('-')
  const isAccusative = /[ую]$/u.test(noun) || (amounts.length > 1 && takesAccusative(match))
  return isAccusative ? said.replace(/одна(?=-|$)/u, 'одну') : said
}

/** Counted by fives, their ending does not tell; before them stands a two at most in a range. */
const feminineOfMany =
  /^(?:минут|секунд|недель|ночей|таблеток|капсул|капель|ложек|чашек|порций|страниц|штук|книг|встреч|попыток|тысяч)$/u

const takesAccusative = (match: RegExpExecArray) =>
  /(?<!\p{L})(?:за|на|через|про|в)\s$/iu.test(beforeMatch(match))

const fractions: Readonly<Record<string, readonly [alone: string, withWhole: string]>> = {
  '1/2': ['половина', 'половиной'],
  '1/3': ['треть', 'третью'],
  '2/3': ['две трети', 'двумя третями'],
  '1/4': ['четверть', 'четвертью'],
  '3/4': ['три четверти', 'тремя четвертями'],
}
const fractionOfSign: Readonly<Record<string, string>> = {
  ...{ '½': '1/2', '⅓': '1/3', '⅔': '2/3', '¼': '1/4', '¾': '3/4' },
}

/** «Половина килограмма», «два с половиной часа», «полтора часа». */
function sayFraction([, whole, slashed, sign = '', written]: RegExpExecArray, words = ''): string {
  const fraction = slashed ?? fractionOfSign[sign] ?? ''
  const [only = '', withWhole = ''] = fractions[fraction] ?? []
  const unit = unitOf(units, written)
  const gender = unit?.gender ?? (/[ыи]$/u.test(counted(words)) ? 'feminine' : 'masculine')
  const name = unit ? ` ${unit.forms[1]}` : ''
  if (whole === undefined) return only + name
  if (whole === '1' && fraction === '1/2') return sayOneAndHalf({ gender }) + name
  return `${say(amountOf(whole), { gender })} с ${withWhole}${name}`
}

export const amountRules: readonly Rule[] = [
  [
    new RegExp(`(?<![\\p{L}"])([<>])(?=${blank}?\\d)`, 'gu'),
    ([, sign]) => (sign === '<' ? ' меньше ' : ' больше '),
  ],
  [/(?<![\p{L}\p{N}])[-−](?=\d)/gu, () => 'минус '],
  [
    new RegExp(
      `(?<![\\p{L}\\p{N}/])(?:(\\d+)${blank}?)?(?:(?<!\\d)(1/2|1/3|2/3|1/4|3/4)|([½⅓⅔¼¾]))(?![\\p{N}/])(?:${blank}?(${anyOf(units)})(?![\\p{L}/])${stop})?(?=(${blank}[\\p{L}-]+)?)`,
      'gu',
    ),
    (match) => sayFraction(match, match[5]?.trim()),
  ],
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
      `(?<![\\p{L}\\p{N}])${number}${blank}?(?:(${anyOf(scales)})(?!\\p{L})${stop}${blank}?)?(?:(${anyOf(units)})(?![\\p{L}/])${stop})?`,
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
      if (text === '24/7') return 'двадцать четыре на семь'
      return `${cardinal(Number(part))} из ${cardinal(Number(of), 'masculine', 'genitive')}`
    },
  ],
  [
    alone(`(\\d{1,6})${blank}?:${blank}?(\\d{1,6})`),
    (match) => {
      const [, one, other] = match
      const isScore = /сч[её]т\p{L}*\s$/iu.test(beforeMatch(match))
      const second = say(amountOf(other), isScore ? {} : { inCase: 'dative' })
      return `${say(amountOf(one))} ${isScore ? '' : 'к '}${second}`
    },
  ],
  [
    new RegExp(`${number}(?=(${blank}[\\p{L}-]+(?:${blank}[\\p{L}-]+)?)?)`, 'gu'),
    (match) => {
      const words = (match[5] ?? '').trim().replaceAll(/\s/gu, ' ')
      return apart(match, sayCounting(amountsOf(match), match, words))
    },
  ],
]
