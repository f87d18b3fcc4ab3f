import { expect } from 'chai'
import type { SpokenLanguage } from '../src/speech/speaking/readable/load-rules.ts'
import { readable } from '../src/speech/speaking/readable/readable.ts'
import { TracedText } from '../src/speech/speaking/traced-text.ts'

/** Where each text begins in an answer. */
const offset = 7

/** That each text is read aloud as the one beside it, and knows where each word of it stands. */
export async function expectSpoken(
  table: Readonly<Record<string, string>>,
  language: SpokenLanguage,
): Promise<void> {
  for (const [written, words] of Object.entries(table)) {
    const text = `${written}.`
    const spoken = await readable(TracedText.of(text, offset), { language })
    expect(spoken.text, written).to.equal(`${words.replace(/\.$/u, '')}.`)
    expectTraced(text, spoken)
  }
}

function expectTraced(text: string, spoken: TracedText): void {
  const told = new Set<number>()
  let before = offset
  for (let at = 0; at < spoken.length; at += 1) {
    const { start, end } = spoken.original({ start: at, end: at + 1 })
    expect(start, `${text}: in order`).to.be.at.least(before)
    expect(end, `${text}: within it`).to.be.at.most(text.length + offset)
    before = start
    for (let from = start; from < end; from += 1) told.add(from - offset)
  }
  for (const { 0: word, index } of spoken.text.matchAll(/\p{L}+/gu)) {
    const { start, end } = spoken.original({ start: index, end: index + word.length })
    const source = text.slice(start - offset, end - offset)
    const isKept = /^(?![IVX]+$)\p{L}+$/u.test(source) && source.length === word.length
    if (isKept) expect(source, `${text}: letter by letter`).to.equal(word)
  }
  for (const { 0: character, index } of text.matchAll(/[\p{L}\p{N}]/gu)) {
    expect(told.has(index), `${text}: ${character} is told at ${index}`).to.equal(true)
  }
}
