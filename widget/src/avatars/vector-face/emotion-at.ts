import type { Stretch } from '../../speech/speaking/traced-text.ts'
import type { Emotion } from '../avatar.ts'
import { emotionOfDirection, emotionOfText } from './emotion-of-text.ts'

/** A text with the stage directions in it, by their offsets. */
export type StagedText = { readonly text: string; readonly directions: readonly Stretch[] }

/**
 * What a face shows while it says the word at an offset: what the stage direction before it tells, as
 * far as the sentence behind that goes, or else what the sentence says.
 */
export function emotionAt(staged: StagedText, offset: number): Emotion {
  const said = withoutDirections(staged)
  const last = staged.directions.filter(({ end }) => end <= offset).at(-1)
  const isOver = last !== undefined && /[.!?…\n]/u.test(begun(said.slice(last.end, offset)))
  const shown = last === undefined || isOver ? 'neutral' : emotionOf(staged, last)
  return shown === 'neutral' ? emotionOfText(sentenceAround(said, offset)) : shown
}

/** What is left on a face by a stage direction that nothing is said behind; undefined where none is. */
export function lastEmotion(staged: StagedText): Emotion | undefined {
  const last = staged.directions.at(-1)
  const isLast = last !== undefined && !/[\p{L}\p{N}]/u.test(staged.text.slice(last.end))
  return isLast ? emotionOf(staged, last) : undefined
}

function emotionOf({ text }: StagedText, { start, end }: Stretch): Emotion {
  return emotionOfDirection(text.slice(start, end))
}

/** Blanks in their place, so that offsets stay. */
function withoutDirections({ text, directions }: StagedText): string {
  let said = ''
  let from = 0
  for (const { start, end } of directions) {
    said += text.slice(from, start) + ' '.repeat(end - start)
    from = end
  }
  return said + text.slice(from)
}

/** From its first letter on. */
function begun(text: string): string {
  return text.slice(text.search(/[\p{L}\p{N}]|$/u))
}

/** The sentence that the character at this offset is in, with the sign that ends it. */
function sentenceAround(text: string, offset: number): string {
  const start = 1 + Math.max(...[...'.!?…\n'].map((sign) => text.lastIndexOf(sign, offset - 1)))
  const end = text.slice(offset).search(/[.!?…\n]/u)
  return text.slice(start, end < 0 ? undefined : offset + end + 1)
}
