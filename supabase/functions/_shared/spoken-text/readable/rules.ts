import type { TracedText } from '../traced-text.ts'

/** What is read instead of a match; null leaves it as it is. */
export type Rule = readonly [pattern: RegExp, words: (match: RegExpExecArray) => string | null]

export function applyRules(text: TracedText, rules: readonly Rule[]): TracedText {
  return rules.reduce((read, [pattern, words]) => read.replace(pattern, words), text)
}

/** A blank of any width inside a number or before its unit. */
export const blank = '[ \\u00A0\\u2009\\u202F]'

/** Emoji, flags and keycaps, with what joins and colours them. */
const emoji =
  /(?:\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3|\p{Extended_Pictographic}\p{Emoji_Modifier}?\uFE0F?(?:\u200D\p{Extended_Pictographic}\p{Emoji_Modifier}?\uFE0F?)*|[\uFE0F\u200B-\u200D\u2060])/gu

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
      /(?:(?:https?:\/\/(?:www\.)?|(?<![\p{L}\p{N}.])www\.)([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*)|(?<![\p{L}\p{N}.-])((?:[A-Za-z\d-]+\.)+[a-z]{2,})(?![\p{L}\p{N}]))(?:[:/?#][^\s<>"«»]*[^\s<>"«».,;:!?)\]])?\/?/gu,
      ([, host, bare = '']) => spell(host ?? bare),
    ],
    [emoji, () => ''],
  ]
}
