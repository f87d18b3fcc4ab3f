import { MarkdownSpeech } from '@visavis/shared/spoken-text/markdown-speech.ts'
import type { Stretch } from '@visavis/shared/spoken-text/traced-text.ts'
import type { Emotion } from '../avatar.ts'
import { emotionBy, emotionOfText, emotionRules, sentenceAround } from './emotion-of-text.ts'

/** What colours a face when somebody does it: a stage direction says so. */
const gestures: Readonly<Partial<Record<Emotion, string>>> = {
  sad: 'sigh|sob|weep|tear|cr(?:y|ies)|вздых|вздох|всхлип|плач|заплак|слез',
  concerned: 'frown|winc|хмур|нахмур|морщ|поморщ|обеспоко',
  surprised:
    'gasp|blink|eyes widen|wide eyes|raises? (?:an|both|\\p{L}+) (?:eye)?brow|ах(?:ает|нул)|' +
    'удивл|вскидыва|поднимает бров|широко раскры',
  glad:
    'smil|grin|laugh|giggl|chuckl|beam|smirk|улыб|усмех|ухмыл|сме(?:ет|ю|я)|засмея|рассмея|' +
    'хихик|хохоч|радост|сия(?:ет|я)',
  warm:
    'nod|hug|wav(?:es?|ing)|gentl|softl|warml|wink|кива|кивн|обним|обня|маш(?:ет|у)|помах|' +
    'тепло|мягко|ласков|подмиг',
  thoughtful:
    'think|ponder|paus|tilt|looks? (?:away|up|down)|stroke|задум|размышл|пауз|молч|склон|' +
    'наклон|отводит',
}

const rules = emotionRules(gestures)

/** What a face shows of a stage direction, Russian or English: `*smiles sadly*`. */
export function emotionOfDirection(direction: string): Emotion {
  return emotionBy(rules, direction)
}

/**
 * What a face shows while it says the word at an offset: what the stage direction before it tells, as
 * far as the sentence behind that goes, or else what the sentence says.
 */
export function emotionAt(text: string, offset: number): Emotion {
  const directions = directionsIn(text)
  const said = withoutDirections(text, directions)
  const last = directions.filter(({ end }) => end <= offset).at(-1)
  const isOver = last !== undefined && /[.!?…\n]/u.test(begun(said.slice(last.end, offset)))
  const shown = last === undefined || isOver ? 'neutral' : emotionOf(text, last)
  return shown === 'neutral' ? emotionOfText(sentenceAround(said, offset)) : shown
}

/** What is left on a face by a stage direction that nothing is said behind; undefined where none is. */
export function lastEmotion(text: string): Emotion | undefined {
  const last = directionsIn(text).at(-1)
  const isLast = last !== undefined && !/[\p{L}\p{N}]/u.test(text.slice(last.end))
  return isLast ? emotionOf(text, last) : undefined
}

function emotionOf(text: string, { start, end }: Stretch): Emotion {
  return emotionOfDirection(text.slice(start, end))
}

function directionsIn(text: string): readonly Stretch[] {
  const speech = new MarkdownSpeech()
  speech.push(text)
  speech.end()
  return speech.directions
}

/** Blanks in their place, so that offsets stay. */
function withoutDirections(text: string, directions: readonly Stretch[]): string {
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
