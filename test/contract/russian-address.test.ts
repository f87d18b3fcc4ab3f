import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { russianPlainAnswers } from '../../supabase/functions/_shared/providers/offline/russian/plain-answers.ts'
import { russian } from '../../supabase/functions/_shared/providers/offline/russian/russian.ts'

const seeds = new URL('../../supabase/seeds/characters.sql', import.meta.url)

/** «Ты», its verbs and what is most often asked of one who is called so. */
const familiar = new RegExp(
  `^(?:${[
    'ты|теб[яе]|тобой|тво(?:й|я|[её]|и|его|ей|ему|им|их|ими|[её]м|ю)',
    '(?!лишь|мышь|тишь)\\p{L}+[еёи]шь(?:ся)?',
    'заходи|проходи|садись|держись|стой|подожди|смотри|слушай|спрашивай|возвращайся|попробуй',
    '(?:рас)?скажи|говори|напиши|позвони|береги|прости|извини|помоги|представь',
  ].join('|')})$`,
  'iu',
)

function addressIn(text: string): string[] {
  const words = text.match(/\p{L}+/gu) ?? []
  return words.filter((word) => familiar.test(word))
}

/** All that is said in a value, however deep; what a pattern looks for is not said. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (value instanceof RegExp || value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap(textsIn)
}

/** The Russian texts of the characters that come with the database. */
function textsOfCharacters(): string[] {
  const sql = readFileSync(seeds, 'utf8').replaceAll(/^--.*$/gmu, '')
  const literals = sql.matchAll(/\$\$([^$]*)\$\$|'((?:[^']|'')*)'/gu)
  return [...literals]
    .map(([, long, short]) => long ?? short ?? '')
    .filter((text) => /\p{Script=Cyrillic}/u.test(text))
}

/** It is the model that a personality calls «ты». */
const isPersonality = (text: string) => text.startsWith('Ты — ')

describe('how a visitor is addressed in Russian', () => {
  it('is «вы» in all that a character says, as in all that is said for it without a model', () => {
    const said = textsOfCharacters()
      .filter((text) => !isPersonality(text))
      .map((text) => text.replaceAll(/^Посетитель:.*$/gmu, ''))
    assert.ok(said.length > 20)
    for (const text of [...said, ...textsIn(russian), ...textsIn(russianPlainAnswers)]) {
      assert.deepEqual(addressIn(text), [], text)
    }
  })

  it('is what every character’s personality tells the model', () => {
    const personalities = textsOfCharacters().filter(isPersonality)
    assert.equal(personalities.length, 3)
    for (const text of personalities) assert.match(text, /на «вы»/iu)
  })
})
