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

type Rules = readonly (readonly [Emotion, RegExp])[]

const pattern = (alternatives: string) => new RegExp(`(?<![\\p{L}’'])(?:${alternatives})`, 'gu')
const rules: Rules = stems.map(([emotion, words]) => [emotion, pattern(words)])
const directionRules: Rules = stems.map(([emotion, words]) => [
  emotion,
  pattern([words, gestures[emotion] ?? []].flat().join('|')),
])

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

/** What a face shows of a stage direction, Russian or English: `*smiles sadly*`. */
export function emotionOfDirection(direction: string): Emotion {
  return emotionBy(directionRules, direction)
}

function emotionBy(emotions: Rules, said: string): Emotion {
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
