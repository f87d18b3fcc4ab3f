import { describe, it } from 'node:test'
import { expect } from 'chai'
import { TracedText } from '../traced-text.ts'
import { loadRules } from './load-rules.ts'
import { readable } from './readable.ts'
import { takesAtMost } from '../../../../../test/fixtures/takes-at-most.ts'

const seeds = [
  ...[
    '1',
    '1 ',
    '1.',
    '1,',
    '1-',
    '1 000 ',
    '12:30 ',
    '1/2',
    '1–',
    '+7 (',
    '+7',
    '((1',
    '00',
    '-1',
  ],
  ...[
    'a',
    'А. ',
    'a.',
    'a@',
    'a@b.',
    'a.b@c.de ',
    'http://',
    'https://a.',
    'www.',
    '%',
    '$',
    '$1 ',
  ],
  ...[
    'т. е. ',
    'и т. д. ',
    'г. ',
    '5 г. ',
    'XX ',
    'XX–',
    '1-й ',
    '21 ноября ',
    'Nov. 3, ',
    '5 pm ',
  ],
  ...['😊', '🏳️‍🌈', '#️⃣', '\uD800', '\uFFFC', '№', '«', '|', '  ', '\n', '\u00A0', '!', '...'],
]

describe('anything, read aloud', () => {
  it('takes little time, however it is made', async () => {
    for (const language of ['ru', 'en'] as const) {
      await loadRules(language, '1')
      for (const seed of seeds) {
        const text = TracedText.of(seed.repeat(Math.ceil(600 / seed.length)))
        const read = () => readable(text, { language })
        expect(await takesAtMost(1000, read), JSON.stringify(seed)).to.equal(true)
      }
    }
  })

  it('knows where it comes from, and has no sign left that a voice would stumble over', async () => {
    let random = 5
    const next = (below: number) => {
      random = (random * 48_271) % 2_147_483_647
      return random % below
    }
    for (let round = 0; round < 600; round += 1) {
      const text = Array.from({ length: 12 }, () => seeds[next(seeds.length)] ?? '').join('')
      for (const language of ['ru', 'en'] as const) {
        const spoken = await readable(TracedText.of(text, 7), { language })
        expect(spoken.text, text).not.to.match(/[0-9%№$*#|\uFFFC]/u)
        let before = 7
        for (let at = 0; at < spoken.length; at += 1) {
          const { start, end } = spoken.original({ start: at, end: at + 1 })
          expect(start, text).to.be.at.least(before)
          expect(end).to.be.within(start, text.length + 7)
          before = start
        }
      }
    }
  })
})
