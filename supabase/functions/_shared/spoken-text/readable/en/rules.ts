import { amountRules } from './amounts.ts'
import { cardinal, digits, ordinal, year } from './numbers.ts'
import { englishAbbreviations, englishShared, englishSigns } from './words.ts'
import {
  alone,
  chainRules,
  numericDate,
  ofRoman,
  telephone,
  telephoneGroups,
} from '../number-rules.ts'
import { blank, type Rule } from '../rules.ts'

const months =
  'January February March April May June July August September October November December'.split(' ')
const monthName = months.map((month) => `${month}|${month.slice(0, 3)}\\.?|Sept\\.?`).join('|')

function fullMonth(written: string): string {
  const start = written.slice(0, 3).toLowerCase()
  return months.filter((month) => month.toLowerCase().startsWith(start))[0] ?? written
}

function date(parts: { day: string; month: string; year: string }): string | null {
  const found = numericDate(parts.day, parts.month)
  return found && `${months[found.month - 1]} ${ordinal(found.day)}, ${year(Number(parts.year))}`
}

const dayNumber = '(\\d{1,2})(?:st|nd|rd|th)?'
/** Three groups: a day, and what joins it to the last one. */
const daysWith = (joint: string) =>
  `${dayNumber}(?:${blank}?([-–—]|${joint})${blank}?${dayNumber}(?![\\d:]))?`

function sayDays(first: string, joint?: string, last?: string): string {
  const day = ordinal(Number(first))
  if (joint === undefined) return day
  return `${day} ${/[a-z]/u.test(joint) ? joint : 'to'} ${ordinal(Number(last))}`
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
    alone(`(${monthName})${blank}${daysWith('to')}(?:,?${blank}(\\d{4}))?`),
    ([, month = '', first = '', joint, last, inYear = '']) =>
      `${fullMonth(month)} ${sayDays(first, joint, last)}${inYear && `, ${year(Number(inYear))}`}`,
  ],
  [
    alone(`${daysWith('to|and|or')}${blank}(${monthName})(?:,?${blank}(\\d{4}))?`),
    ([, first = '', joint, last, month = '', inYear = '']) =>
      `${sayDays(first, joint, last)} of ${fullMonth(month)}${inYear && `, ${year(Number(inYear))}`}`,
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

const ruler =
  /^(?:Alexander|Benedict|Catherine|Charles|Edward|Elizabeth|Francis|George|Henry|James|Louis|Napoleon|Nicholas|Paul|Philip|Pius|Richard|William)$/u

/** «World War II» and «Henry VIII»; an IV elsewhere is none. */
const romanRule: Rule = [
  new RegExp(
    `(?<=(?<!\\p{L})(\\p{Lu}\\p{Ll}+|act|chapter|class|grade|level|part|phase|stage|type|volume)${blank})(?:X{1,2}(?:I[XV]|VI{0,3}|I{1,3})|I[XV]|VI{1,3}|I{2,3})(?!\\p{L})`,
    'gu',
  ),
  ([roman, name = '']) => {
    const number = ofRoman(roman)
    return ruler.test(name) ? `the ${ordinal(number)}` : cardinal(number)
  },
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

/** In order: what has read something leaves no digits for the rules behind it. */
export const englishRules: readonly Rule[] = [
  ...englishShared,
  ...timeRules,
  ...telephoneRules,
  ...chainRules(cardinal, 'point'),
  ...englishAbbreviations,
  romanRule,
  [/#(?=\d)/gu, () => 'number '],
  ...amountRules,
  ...englishSigns,
]
