import type { Care } from './distress-words.ts'

/**
 * One thing the responder knows to answer. In answers `{1}` stands for what the pattern's first group
 * caught, turned around to the other person; `{name}`, `{tagline}` and `{fact}` for the character's.
 */
export type Rule = {
  pattern: RegExp
  /** The rule with the highest rank answers; of equals, the one that stands first. */
  rank: number
  /** Taken in turn, so that nothing is said twice in a row. */
  answers: readonly string[]
  /** Ways to come back to this later, when there is nothing better to say. */
  memories?: readonly string[]
}

/** What the responder can say in one language. */
export type Script = {
  rules: readonly Rule[]
  /** Said to somebody in distress, and in the turns after; taken in turn. */
  care: Record<Care, readonly string[]>
  /** For when no rule applies. */
  fallbacks: readonly string[]
  /** Introduces a fact that touches on what was said, in place of `{fact}`. */
  factAnswers: readonly string[]
  /** Said once per chat. */
  demoNote: string
  /** Turns a part of what the visitor said around: "my work" → "your work". */
  reflect: (words: string) => string
}

/** What is said in one language when there is no answer. */
export type PlainAnswers = {
  unreachable: PlainAnswer
  refused: PlainAnswer
}

type PlainAnswer = { usual: string; inDistress: string }

/**
 * Matches words and phrases only as a whole, in any alphabet, whatever their case, and tells where its
 * groups were found.
 */
export function phrase(source: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, 'diu')
}

/** Spelling that phrases need not know of; every letter keeps its place. */
export function plainSpelling(text: string): string {
  return text
    .replaceAll('ё', 'е')
    .replaceAll('Ё', 'Е')
    .replace(/[’ʼ´`]/gu, "'")
}

/** The same, for every place where one of the phrases is found. */
export function anyPhrase(sources: readonly string[]): RegExp {
  return new RegExp(phrase(sources.join('|')), 'giu')
}
