import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { wholeWords } from './whole-words.ts'

describe('what a broken-off text is gone on from', () => {
  const cases: [name: string, text: string, kept: string][] = [
    ['leaves the last word to be said anew', 'I am he', 'I am '],
    ['does so in any script', 'Я слышу теб', 'Я слышу '],
    ['keeps all that ends in white space', 'One.\n\n', 'One.\n\n'],
    ['keeps a whole sentence', 'I am here.', 'I am here. '],
    ['keeps a whole sentence in quotes', 'He said: «Да!»', 'He said: «Да!» '],
    ['takes a number for half of one', 'It costs 3.', 'It costs '],
    ['leaves a single word to be said anew', 'He', ''],
    ['keeps what is written without spaces', '海'.repeat(60), '海'.repeat(60)],
    ['has nothing of nothing', '', ''],
  ]
  for (const [name, text, kept] of cases) {
    it(name, () => {
      assert.equal(wholeWords(text), kept)
    })
  }
})
