import { englishDistress } from './english/distress.ts'
import { russianDistress } from './russian/distress.ts'
import { plainSpelling } from './script.ts'

/** Kinds of distress; of several in one message, the one that stands first is answered. */
export const distressKinds = [
  /** Somebody the visitor knows is about to die, or may be. */
  'another',
  /** Pills are taken, blood is flowing. */
  'emergency',
  'suicide',
  'selfHarm',
  'violence',
  'plea',
  'despair',
] as const

export type DistressKind = (typeof distressKinds)[number]

/** How one language says that somebody is in distress. */
export type DistressWords = Record<DistressKind, RegExp> & {
  /** Idioms, denials, titles and mishaps that only sound like it; every one is overlooked. */
  harmless: RegExp
  /** Not safe, or not sure to be, when asked. */
  unsafe: RegExp
  /** Something like a yes, which may mean more than one thing. */
  yes: RegExp
}

/** What is answered with care: distress itself, and what is said in the turns after it. */
export type Care = DistressKind | 'unsafe' | 'yes' | 'after'

const languages: readonly { alphabet: RegExp; words: DistressWords }[] = [
  { alphabet: /[а-я]/iu, words: russianDistress },
  { alphabet: /[a-z]/iu, words: englishDistress },
]

/** As many of the visitor's messages after distress are still heard as part of it. */
const turnsOfCare = 5

/** For each of the visitor's messages, oldest first, what care it needs; undefined for none. */
export function careFor(texts: readonly string[]): (Care | undefined)[] {
  let turnsLeft = 0
  return texts.map((text) => {
    const said = plainSpelling(text.normalize('NFC'))
      .replace(/[^\S\n]+/gu, ' ')
      .trim()
    const kind = distressIn(said)
    if (kind === undefined && turnsLeft === 0) return undefined
    const care = kind ?? replyToCare(said)
    turnsLeft = kind !== undefined || care === 'unsafe' ? turnsOfCare : turnsLeft - 1
    return care
  })
}

function distressIn(said: string): DistressKind | undefined {
  const heard = wordsFor(said).map((words) => {
    return { words, text: said.replaceAll(words.harmless, '·') }
  })
  return distressKinds.find((kind) => heard.some(({ words, text }) => words[kind].test(text)))
}

function replyToCare(said: string): Care {
  const heard = wordsFor(said)
  if (heard.some(({ unsafe }) => unsafe.test(said))) return 'unsafe'
  return heard.some(({ yes }) => yes.test(said)) ? 'yes' : 'after'
}

/** Those that can be in a text, for looking takes time. */
function wordsFor(said: string): DistressWords[] {
  return languages.filter(({ alphabet }) => alphabet.test(said)).map(({ words }) => words)
}
