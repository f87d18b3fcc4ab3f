import { cardinal, decimal, digits, ordinal, year } from './english-numbers.ts'
import { englishAbbreviations, englishShared, englishSigns } from './english-words.ts'
import { alone, longestNumber, numericDate, telephone, telephoneGroups } from './number-rules.ts'
import { blank, type Rule } from './rules.ts'

const months =
  'January February March April May June July August September October November December'.split(' ')
const monthName = months.map((month) => `${month}|${month.slice(0, 3)}\\.?|Sept\\.?`).join('|')

function fullMonth(written: string): string {
  const start = written.slice(0, 3).toLowerCase()
  return months.find((month) => month.toLowerCase().startsWith(start)) ?? written
}

function date(parts: { day: string; month: string; year: string }): string | null {
  const found = numericDate(parts.day, parts.month)
  return found && `${months[found.month - 1]} ${ordinal(found.day)}, ${year(Number(parts.year))}`
}

function time(hours: number, minutes: string, half: string): string {
  const end = half === '' ? '' : ` ${half.toLowerCase()} m`
  if (minutes !== '00') {
    const isShort = minutes.startsWith('0')
    return `${cardinal(hours)} ${isShort ? 'oh ' : ''}${cardinal(Number(minutes))}${end}`
  }
  if (end !== '') return cardinal(hours) + end
  return hours > 12 || hours === 0 ? `${cardinal(hours)} hundred` : `${cardinal(hours)} o'clock`
}

const timeRules: readonly Rule[] = [
  [
    alone('(\\d{4})-(\\d\\d)-(\\d\\d)'),
    ([, year = '', month = '', day = '']) => date({ day, month, year }),
  ],
  [
    alone('(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})'),
    ([, day = '', month = '', year = '']) => date({ day, month, year }),
  ],
  [
    alone('(\\d{1,2})/(\\d{1,2})/(\\d{4})'),
    ([, first = '', second = '', year = '']) =>
      date({ month: first, day: second, year }) ?? date({ month: second, day: first, year }),
  ],
  [
    alone(`(${monthName})${blank}(\\d{1,2})(?:st|nd|rd|th)?(?:,?${blank}(\\d{4}))?`),
    ([, month = '', day = '', inYear = '']) =>
      `${fullMonth(month)} ${ordinal(Number(day))}${inYear && `, ${year(Number(inYear))}`}`,
  ],
  [
    alone(`(\\d{1,2})(?:st|nd|rd|th)?${blank}(${monthName})(?:,?${blank}(\\d{4}))?`),
    ([, day = '', month = '', inYear = '']) =>
      `${ordinal(Number(day))} of ${fullMonth(month)}${inYear && `, ${year(Number(inYear))}`}`,
  ],
  [
    alone(`([01]?\\d|2[0-3]):([0-5]\\d)(?:${blank}?([ap])\\.?m\\.?)?`),
    ([, hours, minutes = '', half = '']) => time(Number(hours), minutes, half),
  ],
  [
    alone(`(1[0-2]|[1-9])${blank}?([ap])\\.?m\\.?`),
    ([, hours, half = '']) => time(Number(hours), '00', half),
  ],
]

/** Numbers of help that are read digit by digit, wherever they stand. */
const helplines = alone('911|988|999|112|116123|741741')

const telephoneRules: readonly Rule[] = [
  [helplines, ([number]) => digits(number)],
  [
    telephone,
    ([number]) => {
      const groups = telephoneGroups(number)
      const plus = number.startsWith('+') ? 'plus ' : ''
      return groups && plus + groups.map(digits).join(', ')
    },
  ],
]

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
  ['lbs?', ['pound', 'pounds']],
  ['oz', ['ounce', 'ounces']],
  ['ml', ['milliliter', 'milliliters']],
  ['l', ['liter', 'liters']],
  ['hrs?|h', ['hour', 'hours']],
  ['mins?', ['minute', 'minutes']],
  ['secs?|s', ['second', 'seconds']],
  ['ms', ['millisecond', 'milliseconds']],
  ['GB', ['gigabyte', 'gigabytes']],
  ['MB', ['megabyte', 'megabytes']],
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
  units.find(([pattern]) => new RegExp(`^(?:${pattern})$`, 'u').test(written))?.[1]

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

function sayPlain(integer: string, fraction = ''): string {
  const isYear = /^(?:1[1-9]|20)\d\d$/u.test(integer) && fraction === ''
  return isYear ? year(Number(integer)) : say(integer, fraction)
}

const amountRules: readonly Rule[] = [
  [
    alone("((?:1[1-9]|20)?\\d0)['’]?s"),
    ([, decade = '']) => sayPlain(decade).replace(/y$/u, 'ie').concat('s'),
  ],
  [/(?<![\p{L}\p{N}])[-−](?=\d)/gu, () => 'minus '],
  [
    new RegExp(
      `([$€£₽])${blank}?${range}(?:${blank}(thousand|million|billion|trillion)|(k|K|M|m|bn|B))?(?!\\p{L})`,
      'gu',
    ),
    ([, sign = '', ...groups]) => sayMoney(sign, groups.slice(0, 4), groups[4] ?? groups[5] ?? ''),
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
    ([text, part, of]) => {
      const known = { '1/2': 'one half', '1/3': 'one third', '2/3': 'two thirds' }[text]
      const quarter = { '1/4': 'one quarter', '3/4': 'three quarters' }[text]
      if (text === '24/7') return 'twenty-four seven'
      return known ?? quarter ?? `${cardinal(Number(part))} out of ${cardinal(Number(of))}`
    },
  ],
  [/½/gu, () => ' a half'],
  [/¼/gu, () => ' a quarter'],
  [/¾/gu, () => ' three quarters'],
  [/^(\d{1,2})\)(?=\s)/gu, ([, number]) => `${ordinal(Number(number))},`],
  [new RegExp(range, 'gu'), ([, ...groups]) => sayRange(groups.slice(0, 4), sayPlain)],
]

/** In order: what has read something leaves no digits for the rules behind it. */
export const englishRules: readonly Rule[] = [
  ...englishShared,
  ...timeRules,
  ...telephoneRules,
  ...englishAbbreviations,
  [/#(?=\d)/gu, () => 'number '],
  ...amountRules,
  ...englishSigns,
]
