import type { TracedText } from '../traced-text.ts'

/** What is read instead of a match; null leaves it as it is. */
export type Rule = readonly [pattern: RegExp, words: (match: RegExpExecArray) => string | null]

export function applyRules(text: TracedText, rules: readonly Rule[]): TracedText {
  return rules.reduce((read, [pattern, words]) => read.replace(pattern, words), text)
}

/** A blank of any width inside a number or before its unit. */
export const blank = '[ \\u00A0\\u2009\\u202F]'

/** A pattern that stands by itself: no letter and no digit beside it. */
export function alone(source: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, 'giu')
}

/** Longer numbers than this are read digit by digit. */
export const longestNumber = 12

/** Emoji, flags and keycaps, with what joins and colours them. */
const emoji =
  /(?:\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3|\p{Extended_Pictographic}\p{Emoji_Modifier}?\uFE0F?(?:\u200D\p{Extended_Pictographic}\p{Emoji_Modifier}?\uFE0F?)*|[\uFE0F\u200B-\u200D\u2060])/gu

/** Months by number in dates like 2026-11-21 and 21.11.2026; null if it is none. */
export function numericDate(day: string, month: string): { day: number; month: number } | null {
  const date = { day: Number(day), month: Number(month) }
  const isDate = date.day >= 1 && date.day <= 31 && date.month >= 1 && date.month <= 12
  return isDate ? date : null
}

export type SharedWords = {
  readonly codeBlock: string
  readonly dot: string
  readonly at: string
}

/** What is no word in any language: code, addresses, emoji. An address is read by its host. */
export function sharedRules({ codeBlock, dot, at }: SharedWords): readonly Rule[] {
  const spell = (host: string) => host.replaceAll('.', ` ${dot} `)
  return [
    [/\uFFFC/gu, () => codeBlock],
    [
      /(?<![\p{L}\p{N}])([\p{L}\p{N}._%+-]+)@((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})/gu,
      ([, name = '', host = '']) => `${spell(name)} ${at} ${spell(host)}`,
    ],
    [
      /(?:https?:\/\/|(?<![\p{L}\p{N}.])www\.)(?:www\.)?([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*)(?:[:/?#][^\s<>"«»]*[^\s<>"«».,;:!?)\]])?\/?/giu,
      ([, host = '']) => spell(host),
    ],
    [emoji, () => ''],
  ]
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
  `(?<![\\p{L}\\p{N}])\\+?\\d(?:\\d|[-() \\u00A0](?=[-() \\u00A0]?[\\d(]))*\\d{2,}(?![\\p{L}\\p{N}])`,
  'gu',
)
