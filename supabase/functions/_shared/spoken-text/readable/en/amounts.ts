import { cardinal, decimal, digits, ordinal, year } from './numbers.ts'
import { alone, apart, longestNumber } from '../number-rules.ts'
import { blank, type Rule } from '../rules.ts'

type Unit = readonly [one: string, many: string, cents?: string]

const units: readonly (readonly [written: string, unit: Unit])[] = [
  ['%', ['percent', 'percent']],
  ['\\$', ['dollar', 'dollars', 'cent']],
  ['€', ['euro', 'euros', 'cent']],
  ['£', ['pound', 'pounds', 'pence']],
  ['₽', ['ruble', 'rubles', 'kopeck']],
  ['°F', ['degree Fahrenheit', 'degrees Fahrenheit']],
  ['°C|℃|°', ['degree', 'degrees']],
  ['km/h', ['kilometer per hour', 'kilometers per hour']],
  ['mph', ['mile per hour', 'miles per hour']],
  ['km', ['kilometer', 'kilometers']],
  ['cm', ['centimeter', 'centimeters']],
  ['mm', ['millimeter', 'millimeters']],
  ['m', ['meter', 'meters']],
  ['ft', ['foot', 'feet']],
  ['kg', ['kilogram', 'kilograms']],
  ['mg', ['milligram', 'milligrams']],
  ['g', ['gram', 'grams']],
  ['lbs?\\.?', ['pound', 'pounds']],
  ['oz\\.?', ['ounce', 'ounces']],
  ['ml', ['milliliter', 'milliliters']],
  ['l', ['liter', 'liters']],
  ['tbsp\\.?', ['tablespoon', 'tablespoons']],
  ['tsp\\.?', ['teaspoon', 'teaspoons']],
  ['hrs?\\.?|h', ['hour', 'hours']],
  ['mins?\\.?', ['minute', 'minutes']],
  ['secs?\\.?|s', ['second', 'seconds']],
  ['ms', ['millisecond', 'milliseconds']],
  ['GB', ['gigabyte', 'gigabytes']],
  ['MB', ['megabyte', 'megabytes']],
  [`[x×](?!${blank}?\\d)`, ['time', 'times']],
]

const scales: Readonly<Record<string, string>> = {
  ...{ k: 'thousand', K: 'thousand', M: 'million', m: 'million', bn: 'billion', B: 'billion' },
  ...{ thousand: 'thousand', million: 'million', billion: 'billion', trillion: 'trillion' },
}

/** Two groups: whole and fraction. */
const number = '(\\d{1,3}(?:,\\d{3})+(?!\\d)|\\d+)(?:\\.(\\d+))?'
const range = `(?:${number}${blank}?[-–—]${blank}?)?${number}`
const anyUnit = units.map(([written]) => written).join('|')
const unitOf = (written: string) =>
  units.filter(([pattern]) => new RegExp(`^(?:${pattern})$`, 'u').test(written))[0]?.[1]

function say(integer: string, fraction = ''): string {
  const written = integer.replaceAll(',', '')
  if (written.length > longestNumber || /^0\d/u.test(written)) return digits(written + fraction)
  if (fraction !== '') return decimal(Number(written), fraction)
  return cardinal(Number(written))
}

/** The words of a number that may be the end of a range, before its unit. */
function sayRange([from, fromFraction, to, toFraction]: (string | undefined)[], as = say): string {
  const start = from === undefined ? '' : `${as(from, fromFraction)} to `
  return start + as(to ?? '', toFraction)
}

function sayMoney(sign: string, groups: (string | undefined)[], scale: string): string | null {
  const unit = unitOf(sign)
  if (!unit) return null
  const [, , whole = '', fraction = ''] = groups
  const [one, many, cents] = unit
  const name = whole === '1' && fraction === '' && scale === '' ? one : many
  if (scale !== '') return `${sayRange(groups)} ${scales[scale]} ${many}`
  if (groups[0] !== undefined || fraction.length !== 2) return `${sayRange(groups)} ${name}`
  const coins = Number(fraction)
  const coin = cents === 'pence' || coins === 1 ? cents : `${cents}s`
  const main = `${say(whole)} ${whole === '1' ? one : many}`
  return coins === 0 ? main : `${main} and ${cardinal(coins)} ${coin}`
}

const fractions: Readonly<Record<string, string>> = {
  ...{ '1/2': 'half', '1/3': 'third', '2/3': 'two thirds', '1/4': 'quarter' },
  ...{ '3/4': 'three quarters', '½': 'half', '⅓': 'third', '⅔': 'two thirds', '¼': 'quarter' },
  '¾': 'three quarters',
}

function sayFraction(whole: string | undefined, fraction: string, written = ''): string {
  const unit = unitOf(written)
  const isMany = fraction.endsWith('s')
  if (whole === undefined) return `${isMany ? '' : 'one '}${fraction}${unit ? ` ${unit[0]}` : ''}`
  return `${say(whole)} and ${isMany ? '' : 'a '}${fraction}${unit ? ` ${unit[1]}` : ''}`
}

function sayPlain(integer: string, fraction = ''): string {
  const isYear = /^(?:1[1-9]|20)\d\d$/u.test(integer) && fraction === ''
  return isYear ? year(Number(integer)) : say(integer, fraction)
}

export const amountRules: readonly Rule[] = [
  [
    new RegExp(`(?<![\\p{L}"])([<>])(?=${blank}?\\d)`, 'gu'),
    ([, sign]) => (sign === '<' ? ' less than ' : ' more than '),
  ],
  [
    alone("((?:1[1-9]|20)?\\d0)['’]?s"),
    ([, decade = '']) => sayPlain(decade).replace(/y$/u, 'ie').concat('s'),
  ],
  [/(?<![\p{L}\p{N}])[-−](?=\d)/gu, () => 'minus '],
  [
    alone(
      `(?:(\\d+)${blank}?)?(?:(?<!\\d)(1/2|1/3|2/3|1/4|3/4)|([½⅓⅔¼¾]))(?:${blank}?(${anyUnit})(?![\\p{L}/]))?`,
    ),
    ([, whole, written, sign, unit]) =>
      sayFraction(whole, fractions[written ?? sign ?? ''] ?? '', unit),
  ],
  [/(?<![\p{L}\p{N}])\.(\d+)/gu, ([, fraction = '']) => `point ${digits(fraction)}`],
  [
    alone(`(\\d{1,6})${blank}?:${blank}?(\\d{1,6})`),
    ([, one, other]) => `${say(one ?? '')} to ${say(other ?? '')}`,
  ],
  [
    alone('([1-9])[\'’′](\\d{1,2})["”″]?'),
    ([, feet, inches]) => `${cardinal(Number(feet))} foot ${cardinal(Number(inches))}`,
  ],
  [
    new RegExp(
      `([$€£₽])${blank}?${range}(?:${blank}(thousand|million|billion|trillion)|(k|K|M|m|bn|B))?(?!\\p{L})`,
      'gu',
    ),
    ([, sign = '', ...groups]) => sayMoney(sign, groups.slice(0, 4), groups[4] ?? groups[5] ?? ''),
  ],
  [
    new RegExp(`(?<![\\p{L}\\p{N}])${number}(k|K|M|bn|B)(?![\\p{L}\\p{N}])`, 'gu'),
    ([, whole = '', fraction, scale = '']) => `${say(whole, fraction)} ${scales[scale]}`,
  ],
  [
    new RegExp(`(?<![\\p{L}\\p{N}])${range}${blank}?(${anyUnit})(?![\\p{L}/])`, 'gu'),
    ([, ...groups]) => {
      const unit = unitOf(groups[4] ?? '')
      const isOne = groups[2] === '1' && groups[3] === undefined
      return unit ? `${sayRange(groups)} ${isOne ? unit[0] : unit[1]}` : null
    },
  ],
  [alone('(\\d{1,4})(?:st|nd|rd|th)'), ([, number]) => ordinal(Number(number))],
  [
    alone('([1-9]\\d?)/([1-9]\\d?)'),
    ([text, part, of]) =>
      text === '24/7'
        ? 'twenty-four seven'
        : `${cardinal(Number(part))} out of ${cardinal(Number(of))}`,
  ],
  [/^(\d{1,2})\)(?=\s)/gu, ([, number]) => `${ordinal(Number(number))},`],
  [new RegExp(range, 'gu'), (match) => apart(match, sayRange(match.slice(1, 5), sayPlain))],
]
