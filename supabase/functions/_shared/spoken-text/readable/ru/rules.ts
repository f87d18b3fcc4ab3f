import {
  alone,
  chainRules,
  numericDate,
  ofRoman,
  telephone,
  telephoneGroups,
} from '../number-rules.ts'
import { amountRules } from './amounts.ts'
import { beforeMatch, type Case, caseOf } from './cases.ts'
import { cardinal, digits, ordinal, type OrdinalEnding, plural } from './numbers.ts'
import { orderRule, romanRule } from './order.ts'
import {
  type Abbreviation,
  opened,
  russianAbbreviations,
  russianShared,
  russianSigns,
} from './words.ts'
import { blank, type Rule } from '../rules.ts'

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

/** A day is «первого» as a rule, «первое» as what today is, and else as the word before it governs. */
const dayEndings: readonly (readonly [before: RegExp, ending: OrdinalEnding])[] = [
  [/(?<!\p{L})(?:сегодня|завтра|вчера|послезавтра|было|будет|это|на|по|[—–])\s+$/iu, 'ое'],
  [/(?<!\p{L})ко?\s+$/iu, 'ому'],
  [/(?<!\p{L})(?:перед|между)\s+$/iu, 'ым'],
  [/(?<!\p{L})об?\s+$/iu, 'ом'],
]

const dayEnding = (before: string): OrdinalEnding =>
  dayEndings.filter(([word]) => word.test(before))[0]?.[1] ?? 'ого'

function date(match: RegExpExecArray, parts: { day: string; month: string; year: string }) {
  const found = numericDate(parts.day, parts.month)
  const year = ordinal(Number(parts.year), 'ого')
  const day = found && ordinal(found.day, dayEnding(beforeMatch(match)))
  return day && year && `${day} ${months[found.month - 1]} ${year} года`
}

/** No unit follows, so that it is no fraction. */
const notMeasured = `(?!${blank}?(?:[%°\\p{Sc}]|(?:[кмсд]?[гмл]|раз|руб|тыс|млн|млрд)\\p{Ll}*))`

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
      `(?:(\\d{1,2})(${blank}(?:по|и|или)${blank}|${blank}?[-–—]${blank}?))?(\\d{1,2})${blank}(${months.join('|')})(?:${blank}(\\d{4})(?:${blank}?(?:года|г\\.?))?)?`,
    ),
    (match) => {
      const [, first, joint = '', number, month, year] = match
      const ending = dayEnding(beforeMatch(match))
      // «С первого по пятое мая», «пятого – седьмого мая».
      const range = first ? [ordinal(Number(first), ending), joint.trim().replace('-', '–')] : []
      const last = ordinal(Number(number), joint.includes('по') ? 'ое' : ending)
      const ofYear = year ? [ordinal(Number(year), 'ого'), 'года'] : []
      const words = [...range, last, month, ...ofYear]
      return words.includes(null) ? null : words.join(' ')
    },
  ],
  [alone('([01]?\\d|2[0-3]):([0-5]\\d)'), time],
  // With a full stop it is a time if it is a whole hour, or stands where times stand.
  [alone(`([01]?\\d|2[0-3])\\.(00)${notMeasured}`), time],
  [
    alone(
      `(?<=(?<!\\p{L})(?:в|к|с|до|от|после|около)${blank})([01]?\\d|2[0-3])\\.(30|[14]5)${notMeasured}`,
    ),
    time,
  ],
  [
    alone(
      `([12]\\d{3})(?:${blank}?[-–—]${blank}?([12]\\d{3}))?${blank}(год(?:а|у|ы)?|гг?(?=\\.|${blank}|$))\\.?`,
    ),
    (match) => {
      const [, first = '', second = '', word = ''] = match
      const isIn = word === 'г' && /(?:^|\s)во?\s$/iu.test(beforeMatch(match))
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

function time(match: RegExpExecArray): string {
  const [, hours = '', minutes = '00'] = match
  const inCase = caseOf(match)
  const hour = cardinal(Number(hours), 'masculine', inCase)
  if (minutes === '00') return `${hour} ${plural(Number(hours), ['час', 'часа', 'часов'], inCase)}`
  const zero = minutes.startsWith('0') ? 'ноль ' : ''
  return `${hour} ${zero}${cardinal(Number(minutes), 'masculine', inCase)}`
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

/** What a number in a case is written with: «от 3-х до 5-ти». */
const caseEndings: Readonly<Record<string, Case>> = {
  ...{ ти: 'genitive', ми: 'genitive', и: 'genitive', ух: 'genitive', ёх: 'genitive' },
  ...{ ех: 'genitive', мя: 'instrumental' },
}

/** «Три» of «трёхлетний» and «сто» of «столетие». */
function compound(number: number): string {
  const short = { 1: 'одно', 90: 'девяносто', 100: 'сто', 1000: 'тысяче' }[number]
  return short ?? cardinal(number, 'masculine', 'genitive').replaceAll(' ', '')
}

const ordinalRules: readonly Rule[] = [
  [
    alone(`(\\d{1,4})-(${Object.keys(caseEndings).join('|')}|(?<=(?<![1\\d])[2-4]-)х)`),
    ([, number, written = '']) =>
      cardinal(Number(number), 'masculine', caseEndings[written.toLowerCase()] ?? 'genitive'),
  ],
  [
    alone(`(\\d{1,4})-(${Object.keys(ordinalEndings).join('|')})`),
    ([, number = '', written = '']) => {
      const isDecade = written === 'е' && Number(number) >= 20 && number.endsWith('0')
      const ending = isDecade ? 'ые' : ordinalEndings[written.toLowerCase()]
      return ending ? ordinal(Number(number), ending) : null
    },
  ],
  [alone('1,5-(\\p{Ll}{4,})'), ([, word]) => `полутора${word}`],
  [alone('(\\d{1,3})-(\\p{Ll}{4,})'), ([, number, word = '']) => compound(Number(number)) + word],
  [
    alone('(\\d{1,3})%-н?(\\p{Ll}{2,3})'),
    ([, number, ending]) => `${compound(Number(number))}процентн${ending}`,
  ],
  [
    /^(\d{1,2})\)(?=\s)/gu,
    ([, number]) => {
      const word = ordinal(Number(number), 'ое')
      return word && `${word},`
    },
  ],
]

/** Abbreviations that belong to a number. */
const numberAbbreviations: readonly Abbreviation[] = [
  ['стр\\.', 'страница'],
  ['рис\\.', 'рисунок'],
  ['табл\\.', 'таблица'],
  ['гл\\.', 'глава'],
  ['тел\\.', 'телефон'],
  ['п\\.(?=\\s*\\d)', 'пункт'],
  ['ст\\.(?=\\s*\\d)', 'статья'],
  ['д\\.(?=\\s*\\d)', 'дом'],
  ['кв\\.(?=\\s*\\d)', 'квартира'],
  ['корп\\.(?=\\s*\\d)', 'корпус'],
  ['доб\\.(?=\\s*\\d)', 'добавочный'],
  ['ок\\.(?<!О.\\.)(?=\\s*\\d)', 'около'],
  ['гг\\.(?<=ых гг\\.)', 'годах'],
]

const numberSigns: Readonly<Record<string, string>> = {
  ...{ '#': 'номер ', '№№': 'номера ', '±': ' плюс минус ' },
  ...{ '²': ' в квадрате', '³': ' в кубе' },
}

/** In order: what has read something leaves no digits for the rules behind it. */
export const russianRules: readonly Rule[] = [
  ...russianShared,
  ...dateRules,
  telephoneRule,
  ...chainRules(cardinal, 'точка'),
  ...ordinalRules,
  romanRule,
  orderRule,
  ...russianAbbreviations,
  ...numberAbbreviations.map(opened),
  [/#(?=\d)|№№|±/gu, ([sign]) => numberSigns[sign] ?? null],
  ...amountRules,
  [/[²³]/gu, ([sign]) => numberSigns[sign] ?? null],
  ...russianSigns,
]
