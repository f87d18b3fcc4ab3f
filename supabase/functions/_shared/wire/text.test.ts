import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as v from 'valibot'
import { Content, maxContentLength } from './text.ts'

const nothingToSee: Record<string, string> = {
  'nothing at all': '',
  'white space of every width': ' \t\r\n\u00a0\u2003\u202f\u3000\u2028\u2029',
  'zero-width characters': '\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e',
  'direction marks': '\u200e\u200f\u061c\u202a\u202e\u202c\u2066\u2069',
  'invisible operators': '\u2061\u2062\u2063\u2064\u206a\u206f',
  'variation selectors': '\ufe0f\ufe0e\u{e0100}\u180b',
  'tag characters': '\u{e0067}\u{e0062}\u{e007f}\u{e0001}',
  'combining marks': '\u0301\u0308\u20e3',
  'Hangul fillers': '\u115f\u1160\u3164\uffa0',
  'a blank Braille pattern': '\u2800',
  'blank signs of other scripts': '\u{1d159}\u{13441}\u{13442}\u17b4',
  'annotation and shorthand controls': '\ufff9\ufffb\u{1bca0}\u{13437}',
  'control characters': '\u0001\u001b\u007f\u0085',
  'all of it together': ' \u200b\u202e\u3164\u2800\u0301\u{e0020}\n',
}

const somethingToSee: Record<string, string> = {
  'a word between what is invisible': '\u200b \u202eслово\u202c\u200b',
  'one letter': 'ё',
  'a decomposed letter': 'e\u0301',
  'an emoji joined of others': '👩\u200d👩\u200d👧\u200d👦',
  'an emoji by its selector': '❤\ufe0f',
  'a flag of tags': '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
  'flags and skin': '🇫🇷👍🏽1\ufe0f\u20e3',
  'Persian with its half-spaces': 'می\u200cخواهم',
  'a syllable of Hindi': 'क\u094d\u200dष',
  'signs of the Quran': '\u06dd',
  Hebrew: 'שָׁלוֹם\u200f',
  'Chinese and Braille': '你好⠓⠊',
  'only punctuation': '…?!',
  'a letter this runtime has not heard of': '\u{1faf7}\u{323b0}',
  'a sign of a private font': '\uf8ff',
}

describe('a text', () => {
  for (const [name, text] of Object.entries(nothingToSee)) {
    it(`is blank when it holds ${name}`, () => {
      assert.equal(v.safeParse(Content, text).issues?.[0].message, 'must not be blank')
    })
  }

  for (const [name, text] of Object.entries(somethingToSee)) {
    it(`is taken to the letter when it holds ${name}`, () => {
      assert.equal(v.parse(Content, text), text)
    })
  }

  it('is measured in what it holds', () => {
    assert.ok(v.is(Content, 'ж'.repeat(maxContentLength)))
    assert.ok(!v.is(Content, 'ж'.repeat(maxContentLength + 1)))
  })
})
