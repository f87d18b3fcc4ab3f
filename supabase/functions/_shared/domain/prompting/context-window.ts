import type { ModelMessage } from '../model.ts'

/** The most messages a model is shown. */
export const maxMessages = 50

/** The most tokens a model is shown, instructions included. */
export const maxContextTokens = 24_000

/** What every message costs besides its text: its role and its borders. */
const tokensPerMessage = 6

/** The instructions, and a first turn that some models need before a greeting. */
const messagesBesides = 2

/**
 * The newest part of a conversation that fits the window. The instructions count but are never cut,
 * and the newest message is always kept whole: only these two can be more than the window holds.
 *
 * @param maxTokens for instructions and messages together; less for a model that reads less
 */
export function contextWindow(
  system: string,
  history: readonly ModelMessage[],
  maxTokens = maxContextTokens,
): ModelMessage[] {
  let tokens = estimateTokens(system) + messagesBesides * tokensPerMessage
  let first = history.length
  while (first > 0 && history.length - first < maxMessages) {
    const message = history[first - 1]
    if (message === undefined) break
    tokens += estimateTokens(message.content) + tokensPerMessage
    if (tokens > maxTokens && first < history.length) break
    first -= 1
  }
  return history.slice(first)
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
