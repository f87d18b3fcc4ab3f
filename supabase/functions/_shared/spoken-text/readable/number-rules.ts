import type { Rule } from './rules.ts'

/** A pattern that stands by itself: no letter and no digit beside it. */
export function alone(source: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, 'giu')
}

/** Longer numbers than this are read digit by digit. */
export const longestNumber = 12

/** Months by number in dates like 2026-11-21 and 21.11.2026; null if it is none. */
export function numericDate(day: string, month: string): { day: number; month: number } | null {
  const date = { day: Number(day), month: Number(month) }
  const isDate = date.day >= 1 && date.day <= 31 && date.month >= 1 && date.month <= 12
  return isDate ? date : null
}

/** Takes a telephone number apart, into the groups it is read by; null if it is none. */
export function telephoneGroups(number: string): string[] | null {
  const digits = number.replaceAll(/\D/gu, '')
  if (digits.length < 10 || digits.length > 13) return null
  // 1 000 000 000 is a number.
  if (/^\d{1,3}(?:\D\d{3})+$/u.test(number) && !/[-+()]/u.test(number)) return null
  const groups = number.split(/\D+/u).filter(Boolean)
  if (groups.length > 1) return groups
  if (!number.startsWith('+') && digits.length !== 11) return null
  return /^(\d+)(\d{3})(\d{3})(\d{2})(\d{2})$/u.exec(digits)?.slice(1) ?? null
}

export const telephone = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:\\+|\\((?=\\d+\\)))?\\d(?:\\d|[-() \\u00A0](?=[-() \\u00A0]?[\\d(]))*\\d{2,}(?![\\p{L}\\p{N}])`,
  'gu',
)

/** What is read of a number, apart from letters that touch it: `CO2`, `v3`. */
export function apart({ 0: { length }, index, input }: RegExpExecArray, words: string): string {
  const isLetter = (at: number) => /\p{L}/u.test(input[at] ?? '')
  return `${isLetter(index - 1) ? ' ' : ''}${words}${isLetter(index + length) ? ' ' : ''}`
}

/** Three numbers and more in a row, one by one: `4-7-8` and `2.0.1`. Two are a range or a fraction. */
export function chainRules(cardinal: (number: number) => string, dot: string): readonly Rule[] {
  return [
    [
      /(?<![\p{N}.,:])\d{1,4}(?:[-–—]\d{1,4}){2,}(?!\p{N})/gu,
      (match) =>
        apart(
          match,
          match[0]
            .split(/\D/u)
            .map((number) => cardinal(Number(number)))
            .join(' '),
        ),
    ],
    [
      /(?<![\p{N}.,:])\d{1,4}(?:\.\d{1,4}){2,}(?!\p{N})/gu,
      (match) => {
        const groups = match[0].split('.')
        const isMillions = /^\d{1,3}(?:\.\d{3}){2}$/u.test(match[0])
        const numbers = isMillions ? [groups.join('')] : groups
        return apart(match, numbers.map((number) => cardinal(Number(number))).join(` ${dot} `))
      },
    ],
  ]
}

export function ofRoman(roman: string): number {
  const values = [...roman.toUpperCase()].map((sign) => ({ I: 1, V: 5 })[sign] ?? 10)
  return values.reduce(
    (sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value),
    0,
  )
}
