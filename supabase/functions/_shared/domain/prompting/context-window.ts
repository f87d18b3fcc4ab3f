import { neverDropped, type Section } from '../answer-source.ts'
import { textOf, type ModelMessage } from '../model.ts'

/** The most messages a model is shown. */
export const maxMessages = 50

/** The most tokens a model is shown, instructions included. */
export const maxContextTokens = 24_000

/** What every message costs besides its text: its role and its borders. */
const tokensPerMessage = 6

/** The instructions, and a first turn that some models need before a greeting. */
const messagesBesides = 2

/** What a model is shown. */
export type ContextWindow = {
  /** The sections that fit, in their order, a blank line between. */
  system: string
  messages: readonly ModelMessage[]
}

/**
 * As much of the instructions and of the newest part of a conversation as fits the window. Sections go,
 * the lowest priority first, before the newest message would; only that message and the sections that are
 * never dropped can be more than the window holds. Older messages have the room that is left.
 *
 * @param maxTokens for instructions and messages together; less for a model that reads less
 */
export function contextWindow(
  sections: readonly Section[],
  history: readonly ModelMessage[],
  maxTokens = maxContextTokens,
): ContextWindow {
  const newest = history.at(-1)
  const besides = messagesBesides * tokensPerMessage
  const kept = fitting(sections, maxTokens - besides - (newest ? tokensOf(newest) : 0))
  let tokens = kept.tokens + besides
  let first = history.length
  while (first > 0 && history.length - first < maxMessages) {
    const message = history[first - 1]
    if (message === undefined) break
    tokens += tokensOf(message)
    if (tokens > maxTokens && first < history.length) break
    first -= 1
  }
  return { system: kept.texts.join('\n\n'), messages: history.slice(first) }
}

/** The sections without those, from the lowest priority up, for which there is no room. */
function fitting(sections: readonly Section[], maxTokens: number) {
  let kept = sections.map((section) => ({ ...section, tokens: estimateTokens(section.text) }))
  let tokens = kept.reduce((total, section) => total + section.tokens, 0)
  while (tokens > maxTokens) {
    const lowest = Math.min(...kept.map(({ priority }) => priority))
    // The last one of equals, for the first one was named first.
    const dropped = kept.findLast(({ priority }) => priority === lowest)
    if (dropped === undefined || lowest === neverDropped) break
    kept = kept.filter((section) => section !== dropped)
    tokens -= dropped.tokens
  }
  return { texts: kept.map(({ text }) => text), tokens }
}

function tokensOf({ content }: ModelMessage): number {
  return estimateTokens(textOf(content)) + tokensPerMessage
}

/** The weights hold on average; a few unlucky letters can cost more than theirs. */
const shortTextMargin = 4

/**
 * At least as many tokens as any common tokenizer makes of a text, for the price of one pass and no
 * table. Latin and Cyrillic weights lie above what cl100k and o200k make of random letters, the worst
 * case (prose costs a third of it); anything else counts its UTF-8 bytes, which a byte-level
 * tokenizer cannot exceed.
 */
export function estimateTokens(text: string): number {
  let tokens = shortTextMargin
  for (let index = 0; index < text.length; index += 1) {
    tokens += weightOf(text.charCodeAt(index))
  }
  return Math.ceil(tokens)
}

function weightOf(unit: number): number {
  if (unit < 0x80) return asciiWeights[unit] ?? 1
  if (unit >= 0x430 && unit <= 0x44f) return 0.95 // а–я
  if (unit >= 0x410 && unit <= 0x42f) return 1.5 // А–Я
  if (unit < 0x800) return 2
  // Half of a surrogate pair, which is four bytes in UTF-8.
  if (unit >= 0xd800 && unit <= 0xdfff) return 2
  return 3
}

const asciiWeights = Array.from({ length: 0x80 }, (_, unit) => {
  const character = String.fromCharCode(unit)
  if (character === ' ') return 0.5
  if (/[a-z]/u.test(character)) return 0.65
  if (/[A-Z]/u.test(character)) return 0.8
  // Some vendors give every digit a token of its own.
  return 1
})
