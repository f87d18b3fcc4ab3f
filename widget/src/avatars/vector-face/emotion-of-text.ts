import type { Emotion } from '../avatar.ts'

/**
 * Beginnings of words, or of phrases, that colour a face. In this order: what hurts is never smiled
 * at, whatever else the sentence says.
 */
const stems: readonly (readonly [Emotion, string])[] = [
  [
    'sad',
    'соболезн|скорб|горе(?!т|л)|утрат|грустн|печальн|умер(?!ен)|' +
      'condolence|for your loss|grief|griev|mourn|sad(?!dl)|passed away',
  ],
  [
    'concerned',
    'тяжел|трудно|тревож|тревог|страшно|страх(?!ов)|больно|боль |боль$|боли |боится|боитесь|одинок|устал|' +
      'сочувств|жаль|беспоко|отчаян|выгор|плохо|' +
      'anxious|anxiety|afraid|scared|worr|hurt|pain(?!t)|lonely|exhaust|overwhelm|hard(?!ly|w|en)|difficult|' +
      'tough|burn(?:ed|t) out|sorry|stress',
  ],
  [
    'surprised',
    'ого(?!\\p{L})|ничего себе|вот это да|неужели|надо же|с ума сойти|' +
      'wow|no way|really\\?|oh my|incredible|unbelievabl|what a surprise',
  ],
  [
    'glad',
    'рад(?!и|уг)|здорово(?!г)|отлично|поздравля|замечательн|прекрасн|чудесн|молодец|ура(?!\\p{L})|' +
      'великолепн|' +
      'glad|happy|great|wonderful|congratulat|fantastic|awesome|lovely|well done|delight|excellent',
  ],
  [
    'warm',
    'здравствуй|привет|добр(?:ый|ое|ого) |добро пожаловать|спасибо|благодар|рядом с вами|я рядом|' +
      'я (?:здесь|тут)|понимаю вас|вместе|' +
      'hello|hi(?!\\p{L})|welcome|thank|i.?m here|i understand|together|of course|take your time',
  ],
  [
    'thoughtful',
    'хм|возможно|может быть|подума|интересно|пожалуй|с другой стороны|' +
      'hmm|perhaps|maybe|i wonder|let.?s think|let me think|on the other hand|it may be',
  ],
]

export type EmotionRules = readonly (readonly [Emotion, RegExp])[]

/** In the order of what hurts most; more words for an emotion may be added. */
export function emotionRules(more: Partial<Record<Emotion, string>> = {}): EmotionRules {
  return stems.map(([emotion, words]) => [
    emotion,
    new RegExp(`(?<![\\p{L}’'])(?:${[words, more[emotion] ?? []].flat().join('|')})`, 'gu'),
  ])
}

const rules = emotionRules()

/** A word that takes back what one of the next two says. */
const denial =
  /(?:^|[^\p{L}’'])(?:не|ни|нет|без|ничего|никогда|not|no|never|nothing|without|cannot|\p{L}+n[’']t)(?:\s+[\p{L}’']+)?\s+$/u

/**
 * What a face may show while it says this sentence, Russian or English; `neutral` unless the words
 * are plain. A denied word counts for nothing, rather than for its opposite; gladness that is only
 * asked after is nobody's yet.
 */
export function emotionOfText(sentence: string): Emotion {
  return emotionBy(rules, sentence)
}

export function emotionBy(emotions: EmotionRules, said: string): Emotion {
  const text = said.toLowerCase().replaceAll('ё', 'е')
  const isQuestion = /\?[^\p{L}]*$/u.test(text)
  for (const [emotion, words] of emotions) {
    if (isQuestion && emotion === 'glad') continue
    for (const { index } of text.matchAll(words)) {
      if (!denial.test(text.slice(0, index))) return emotion
    }
  }
  return 'neutral'
}

/** The sentence that the character at this offset is in, with the sign that ends it. */
export function sentenceAround(text: string, offset: number): string {
  const start = 1 + Math.max(...[...'.!?…\n'].map((sign) => text.lastIndexOf(sign, offset - 1)))
  const end = text.slice(offset).search(/[.!?…\n]/u)
  return text.slice(start, end < 0 ? undefined : offset + end + 1)
}
