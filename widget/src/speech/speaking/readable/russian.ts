import { alone, numericDate, telephone, telephoneGroups } from './number-rules.ts'
import { amountRules } from './russian-amounts.ts'
import { cardinal, genitive, ordinal, type OrdinalEnding } from './russian-numbers.ts'
import { digits } from './russian-numbers.ts'
import { russianAbbreviations, russianShared, russianSigns } from './russian-words.ts'
import { blank, type Rule } from './rules.ts'

const months =
  'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' ')

const ordinalEndings: Readonly<Record<string, OrdinalEnding>> = {
  ...{ й: 'ый', ый: 'ый', ой: 'ый', я: 'ая', ая: 'ая', е: 'ое', ое: 'ое', го: 'ого' },
  ...{ ого: 'ого', му: 'ому', ому: 'ому', м: 'ом', ом: 'ом', ю: 'ую', ую: 'ую' },
  ...{ ые: 'ые', х: 'ых', ых: 'ых' },
}

const yearEndings: Readonly<Record<string, OrdinalEnding>> = {
  ...{ год: 'ый', года: 'ого', году: 'ом', годы: 'ый', гг: 'ый' },
}

/** A day is «первого» as a rule, and «первое» as what today is. */
const isNominative = /(?:сегодня|завтра|вчера|послезавтра|было|будет|это|на|[—–])\s+$/iu

function day(number: number, { input, index }: RegExpExecArray): string {
  return ordinal(number, isNominative.test(input.slice(0, index)) ? 'ое' : 'ого') ?? ''
}

function date(match: RegExpExecArray, parts: { day: string; month: string; year: string }) {
  const found = numericDate(parts.day, parts.month)
  const year = ordinal(Number(parts.year), 'ого')
  return found && year && `${day(found.day, match)} ${months[found.month - 1]} ${year} года`
}

const dateRules: readonly Rule[] = [
  [
    alone('(\\d{4})-(\\d\\d)-(\\d\\d)'),
    (match) => date(match, { year: match[1] ?? '', month: match[2] ?? '', day: match[3] ?? '' }),
  ],
  [
    alone('(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})(?: ?г(?:ода|\\.)?)?'),
    (match) => date(match, { day: match[1] ?? '', month: match[2] ?? '', year: match[3] ?? '' }),
  ],
  [
    alone(
      `(\\d{1,2})${blank}(${months.join('|')})(?:${blank}(\\d{4})(?:${blank}?(?:года|г\\.?))?)?`,
    ),
    (match) => {
      const [, number, month, year] = match
      const ofYear = year ? ordinal(Number(year), 'ого') : null
      return `${day(Number(number), match)} ${month}${ofYear ? ` ${ofYear} года` : ''}`
    },
  ],
  [
    alone('([01]?\\d|2[0-3]):([0-5]\\d)'),
    ([, hours = '', minutes = '']) => {
      if (minutes === '00') return amountOfHours(Number(hours))
      const isShort = minutes.startsWith('0')
      return `${cardinal(Number(hours))} ${isShort ? 'ноль ' : ''}${cardinal(Number(minutes))}`
    },
  ],
  [
    alone(
      `([12]\\d{3})(?:${blank}?[-–—]${blank}?([12]\\d{3}))?${blank}(год(?:а|у|ы)?|гг?(?=\\.|${blank}|$))\\.?`,
    ),
    (match) => {
      const [, first = '', second = '', word = ''] = match
      const isIn = word === 'г' && /(?:^|\s)во?\s$/iu.test(match.input.slice(0, match.index))
      const ending = yearEndings[word.toLowerCase()] ?? (isIn ? 'ом' : 'ого')
      const name = { г: isIn ? 'году' : 'года', гг: 'годы' }[word.toLowerCase()] ?? word
      const years = [first, second].filter(Boolean).map((year) => ordinal(Number(year), ending))
      return years.includes(null) ? null : `${years.join(' – ')} ${name}`
    },
  ],
  [
    alone(
      `([XVI]+)(?:${blank}?[-–—]${blank}?([XVI]+))?${blank}?(век(?:а|е|у|ов|ах)?|вв?(?=\\.))\\.?`,
    ),
    ([, first = '', second = '', word = '']) => {
      const ending = ({ века: 'ого', веке: 'ом', веку: 'ому' } as const)[word] ?? 'ый'
      const name = { в: 'век', вв: 'века' }[word] ?? word
      const numbers = [first, second]
        .filter(Boolean)
        .map((roman) => ordinal(ofRoman(roman), ending))
      return numbers.includes(null) ? null : `${numbers.join(' – ')} ${name}`
    },
  ],
]

function amountOfHours(hours: number): string {
  const isOne = hours % 10 === 1 && hours !== 11
  const isFew = [2, 3, 4].includes(hours % 10) && (hours < 10 || hours > 20)
  return `${cardinal(hours)} ${isOne ? 'час' : isFew ? 'часа' : 'часов'}`
}

function ofRoman(roman: string): number {
  const values = Array.from(roman.toUpperCase(), (sign) => ({ I: 1, V: 5 })[sign] ?? 10)
  return values.reduce(
    (sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value),
    0,
  )
}

const telephoneRule: Rule = [
  telephone,
  ([number]) => {
    const groups = telephoneGroups(number)
    if (!groups) return null
    const plus = number.startsWith('+') ? 'плюс ' : ''
    return plus + groups.map(telephoneGroup).join(', ')
  },
]

function telephoneGroup(group: string): string {
  if (/^0/u.test(group)) return digits(group)
  if (group.length <= 3 || /^\d00+$/u.test(group)) return cardinal(Number(group))
  return (group.match(/\d{1,2}/gu) ?? []).map(telephoneGroup).join(' ')
}

const ordinalRules: readonly Rule[] = [
  [
    alone(`(\\d{1,4})-(${Object.keys(ordinalEndings).join('|')})`),
    ([, number = '', written = '']) => {
      const isDecade = written === 'е' && Number(number) >= 20 && number.endsWith('0')
      const ending = isDecade ? 'ые' : ordinalEndings[written.toLowerCase()]
      return ending ? ordinal(Number(number), ending) : null
    },
  ],
  [
    alone('(\\d{1,3})-(\\p{Ll}{4,})'),
    ([, number = '', word = '']) => {
      const short = { 1: 'одно', 90: 'девяносто', 100: 'сто' }[number]
      const before = short ?? genitive(Number(number))?.replaceAll(' ', '')
      return before ? before + word : null
    },
  ],
  [
    /^(\d{1,2})\)(?=\s)/gu,
    ([, number]) => {
      const word = ordinal(Number(number), 'ое')
      return word && `${word},`
    },
  ],
]

/** In order: what has read something leaves no digits for the rules behind it. */
export const russianRules: readonly Rule[] = [
  ...russianShared,
  ...dateRules,
  telephoneRule,
  ...ordinalRules,
  ...russianAbbreviations,
  [/#(?=\d)/gu, () => 'номер '],
  ...amountRules,
  ...russianSigns,
]
