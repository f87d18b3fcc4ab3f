import {
  distressKinds,
  type Care,
  type DistressKind,
  type DistressWords,
} from './distress-words.ts'
import { englishDistress } from './english/distress.ts'
import { russianDistress } from './russian/distress.ts'
import { plainSpelling } from './script.ts'

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
