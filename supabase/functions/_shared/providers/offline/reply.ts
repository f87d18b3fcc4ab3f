import type { Character } from '../../domain/character.ts'
import { withoutControlTokens } from '../control-tokens/control-tokens.ts'
import { factAbout } from './facts.ts'
import { plainSpelling, type Rule, type Script } from './script.ts'

export type ReplyRequest = {
  script: Script
  character: Character
  /** Whether the character's facts are in the script's language. */
  speaksOwnLanguage: boolean
  /** What the visitor said, oldest first, without what was said in distress: that is no small talk. */
  texts: readonly string[]
  /** Steps away from the answer that would be given first; 0 for that one. */
  variant: number
}

/**
 * What the responder says: the highest-ranking rule's next answer, or a fact the question touches on,
 * or something remembered, or a word that keeps the talk going. The same talk always gets the same
 * answer; within it, answers take turns.
 */
export function reply(request: ReplyRequest): string {
  const { script } = request
  const texts = request.texts.map(withoutControlTokens)
  const newest = texts.at(-1) ?? ''
  const earlier = texts.slice(0, -1).map((text) => bestMatch(script, text))
  const match = bestMatch(script, newest)
  const turns = earlier.filter((before) => before?.rule === match?.rule).length + request.variant

  const fact = factFor(request, newest)
  if (fact !== undefined && (match?.rule.rank ?? 0) < rankOfFacts) {
    return fill(pick(script.factAnswers, turns), { ...request, fact })
  }
  if (match !== undefined) return answerOf(match, { request, turns })
  const memories = earlier.flatMap((before) => (before === undefined ? [] : recall(before, script)))
  const memory = turns % 2 === 0 ? memories[(turns / 2) % memories.length] : undefined
  return memory ?? pick(script.fallbacks, turns)
}

/** Above themes and turns of speech, below greetings and questions about who is speaking. */
const rankOfFacts = 20

type Match = { rule: Rule; caught: string | undefined }

function bestMatch(script: Script, text: string): Match | undefined {
  let best: Match | undefined
  for (const sentence of sentencesOf(text)) {
    for (const rule of script.rules) {
      if (best !== undefined && rule.rank <= best.rule.rank) continue
      const found = rule.pattern.exec(plainSpelling(sentence))
      if (found === null) continue
      const group = found.indices?.slice(1).find((span) => span !== undefined)
      best = { rule, caught: group && sentence.slice(...group) }
    }
  }
  return best
}

function sentencesOf(text: string): string[] {
  return text
    .split(/[.!?…\n]+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
}

/** What was caught is handed back only while it is short enough to sound like listening. */
const maxCaughtLength = 90

function turnedAround({ caught }: Match, script: Script): string | undefined {
  if (caught === undefined || caught.length > maxCaughtLength) return undefined
  return script.reflect(caught.replace(/[\s,;:)("«»—-]+$/u, '')) || undefined
}

function answerOf(
  match: Match,
  { request, turns }: { request: ReplyRequest; turns: number },
): string {
  const { script, character, speaksOwnLanguage } = request
  const caught = turnedAround(match, script)
  const fact = speaksOwnLanguage ? pickOrNone(character.facts, turns) : undefined
  const usable = match.rule.answers.filter(
    (answer) =>
      (caught !== undefined || !answer.includes('{1}')) &&
      (fact !== undefined || !answer.includes('{fact}')) &&
      (speaksOwnLanguage || !answer.includes('{tagline}')),
  )
  return fill(pick(usable.length === 0 ? script.fallbacks : usable, turns), {
    ...request,
    caught,
    fact,
  })
}

function recall(match: Match, script: Script): string[] {
  const caught = turnedAround(match, script)
  const memories = match.rule.memories ?? []
  return memories
    .filter((memory) => caught !== undefined || !memory.includes('{1}'))
    .map((memory) => memory.replace('{1}', caught ?? ''))
}

function factFor({ character, speaksOwnLanguage }: ReplyRequest, text: string): string | undefined {
  const questions = text.match(/[^.!?…\n]+\?/gu)
  if (!speaksOwnLanguage || questions === null) return undefined
  return factAbout(character.facts, questions.join(' '))
}

type Filling = { character: Character; caught?: string | undefined; fact?: string | undefined }

function fill(answer: string, { character, caught = '', fact = '' }: Filling): string {
  const values: Record<string, string> = {
    '{1}': caught,
    '{name}': character.name,
    '{tagline}': character.tagline,
    '{fact}': /[.!?…][»"]?$/u.test(fact) ? fact : `${fact}.`,
  }
  const filled = answer.replace(/\{(?:1|name|tagline|fact)\}/gu, (placeholder) => {
    return values[placeholder] ?? ''
  })
  return filled.charAt(0).toUpperCase() + filled.slice(1)
}

export function pick(answers: readonly string[], turn: number): string {
  return pickOrNone(answers, turn) ?? ''
}

function pickOrNone(answers: readonly string[], turn: number): string | undefined {
  return answers[turn % answers.length]
}
