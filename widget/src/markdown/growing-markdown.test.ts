import { expect } from 'chai'
import { takesAtMost } from '../../../test/fixtures/takes-at-most.ts'
import { code, inlines, paragraph, strong, text } from '../../test-support/markdown/tree-parts.ts'
import { GrowingMarkdown, parseMarkdown } from './growing-markdown.ts'
import { plainText } from './plain-text.ts'

describe('Markdown that is still being written', () => {
  const answer = [
    '# План',
    '',
    'Вот **три важных** шага и `код`, *тихо* и [ссылка](https://a.example/b).',
    '',
    '- **раз** и _два_',
    '- три',
    '',
    '```js',
    'let a = `b`',
    '```',
    '> цитата',
  ].join('\n')

  it('shows no mark that is about to become something else', () => {
    for (let end = 1; end <= answer.length; end += 1) {
      const [words = ''] = plainText(
        parseMarkdown(answer.slice(0, end), { isPartial: true }),
      ).split('let')
      expect(words).not.to.match(/[*_`]|\]\(/u)
    }
  })

  it('never takes a word back', () => {
    let before: string[] = []
    for (let end = 1; end <= answer.length; end += 1) {
      const shown = plainText(parseMarkdown(answer.slice(0, end), { isPartial: true }))
      const words = [...shown.matchAll(/[\p{L}\p{N}]+/gu)].map(([word]) => word)
      // The last word may grow, and gives way if it turns out to be an address or a language.
      expect(words.slice(0, before.length - 1)).to.deep.equal(before.slice(0, -1))
      before = words
    }
    expect(plainText(parseMarkdown(answer))).to.equal(
      'План\nВот три важных шага и код, тихо и ссылка.\nраз и два\nтри\nlet a = `b`\nцитата',
    )
  })

  it('shows of every kind only what stays', () => {
    const kinds = [
      '| Имя | Лет |\n|:--|--:|\n| **Анна** | ~~30~~ 31 |\n| Пётр &amp; Ко | `41` |',
      '- [x] раз<br>два\n- [ ] [док][1] и [x](<https://a.example/b c>)\n\n[1]: https://a.example "Т"',
      'Сон важен[^1], см. <https://b.example/c> и ![кот](https://c.example).\n\n[^1]: Уолкер, **2017**.',
      'Формула \\(a_1 * b_2\\) и \\[ \\frac{a}{b} \\], почта <a@b.example>, *ещё* ***оба***.',
      '1. Раз\n   ```js\n   a()\n   ```\n2. Два\n\n> цитата\n\n## Конец',
    ]
    for (const kind of kinds) {
      const whole = plainText(parseMarkdown(kind)).replaceAll(/\s+/gu, ' ')
      const growing = new GrowingMarkdown()
      for (let end = 1; end <= kind.length; end += 1) {
        const shown = plainText(growing.read(kind.slice(0, end), true))
        const begins = whole.startsWith(shown.replaceAll(/\s+/gu, ' ').trim())
        expect(begins, `${kind.slice(0, end)} → ${shown}`).to.equal(true)
      }
    }
  })

  it('closes at its end what is open there', () => {
    expect(inlines('так **важно', true)).to.deep.equal([text('так '), strong(text('важно'))])
    expect(inlines('так **важно*', true)).to.deep.equal([text('так '), strong(text('важно'))])
    expect(inlines('вот `ко', true)).to.deep.equal([text('вот '), code('ко')])
    expect(inlines('вот [сюда](https://a.exa', true)).to.deep.equal([text('вот сюда')])
  })
})

describe('Markdown that grows', () => {
  const objects = (value: unknown, found = new Set<unknown>()): Set<unknown> => {
    if (typeof value !== 'object' || value === null) return found
    found.add(value)
    for (const each of Object.values(value)) objects(each, found)
    return found
  }

  /** How much of a text's tree is made anew with each of so many pieces, and how much there is. */
  function madeAnew(text: string, pieces: number): { most: number; all: number } {
    const growing = new GrowingMarkdown()
    const size = Math.ceil(text.length / pieces)
    let known = new Set<unknown>()
    let most = 0
    for (let end = size; end < text.length + size; end += size) {
      const now = objects(growing.read(text.slice(0, end), end < text.length))
      most = Math.max(most, [...now].filter((each) => !known.has(each)).length)
      known = now
    }
    return { most, all: known.size }
  }

  it('makes only that anew which a piece has changed', () => {
    const kinds: Record<string, string> = {
      items: Array.from({ length: 3000 }, (_, index) => `- **Пункт** ${index} и \`код\``).join(
        '\n',
      ),
      nested: Array.from({ length: 1000 }, (_, index) => `- а${index}\n  - б\n  - в`).join('\n'),
      rows: `| а | б |\n|---|---|\n${'| **1** | [x](https://a.example) |\n'.repeat(2000)}`,
      paragraphs: `[1]: https://a.example\n\n${'Абзац с **важным** и [ссылкой][1].\n\n'.repeat(2000)}`,
      tasks: '- [x] дело\n'.repeat(2000),
      notes: Array.from({ length: 500 }, (_, index) => `а[^${index}]\n\n[^${index}]: б\n\n`).join(
        '',
      ),
    }
    for (const [kind, text] of Object.entries(kinds)) {
      const { most, all } = madeAnew(text, 100)
      expect(most, kind).to.be.below(all / 25)
    }
  })

  it('reads again what a label stands for when that is said at last, and nothing else', () => {
    const growing = new GrowingMarkdown()
    const markdown = 'Без ссылок.\n\nТут [одна][1].\n\nТут другая: [2].\n\n'
    const [plain, pending, other] = growing.read(markdown, true)
    expect(pending).to.deep.equal(paragraph(text('Тут одна.')))
    const after = growing.read(`${markdown}[1]: https://a.example\n`, true)
    expect(after[0]).to.equal(plain)
    expect(JSON.stringify(after[1])).to.include('https://a.example')
    expect(after[2]).to.equal(other)
  })

  it('gives a text that begins anew its own tree', () => {
    const growing = new GrowingMarkdown()
    growing.read('# Раз\n\n- два', true)
    expect(growing.read('Три **четыре**', false)).to.deep.equal(parseMarkdown('Три **четыре**'))
    expect(growing.read('', false)).to.deep.equal([])
  })
})

describe('the Markdown reader', () => {
  const length = 66_000
  const seeds = [
    '*',
    '**a',
    '*a **b ',
    '_',
    '_a_b',
    '[',
    '![',
    '[a](',
    '[a](b',
    '[a](b "',
    ']',
    '](',
    '[[]',
    '`',
    '`a``b',
    '``` ',
    '```\n',
    '~~~\n',
    '~`',
    '<',
    '<a:',
    '<a@',
    'http://',
    'https://)',
    'https://a(',
    '> ',
    '>',
    '- ',
    '-',
    '- \n',
    '1. ',
    ' - a\n',
    '- a\n\n',
    '* * ',
    '#',
    '# ',
    '# #',
    '\\',
    '\\\n',
    '\n',
    ' \n',
    ' ',
    '\t',
    '---\n',
    '- - - a',
    '>- ',
    '> 1. > - ',
    '*_',
    '**__',
    '*a_b*',
    '[*a](b)*',
    '**a*',
    '***a',
    'a**',
    '&amp;',
    '\u202e',
    '𝕏',
    '\ud800',
    '~~a',
    '|a',
    '|a|b|\n|-|-|\n',
    '[^1]',
    '[^1]: a\n\n',
    '[a]: b\n',
    '[a][b',
    '[a](<',
    'www.a.',
    'a@b.c ',
    '\\(',
    '$a_',
    '&a',
    '<br',
    '- [ ] a\n',
    'a\n=\n',
  ]

  // Each a test of its own: together they would take longer than one may on a busy machine.
  for (const seed of seeds) {
    it(`takes time in proportion to the length of a text of nothing but ${JSON.stringify(seed)}`, async () => {
      for (const isPartial of [false, true]) {
        const markdown = seed.repeat(Math.ceil(length / seed.length))
        const read = () => plainText(parseMarkdown(markdown, { isPartial }))
        expect(await takesAtMost(5000, read)).to.equal(true)
      }
    })
  }

  it('takes no longer for brackets within brackets', async () => {
    for (const [opening, closing] of [
      ['[a', '](b)'],
      ['![a', '](b)'],
      ['[a', '][b]'],
      ['![*a', '*](https://b.example)'],
    ] as const) {
      const pairs = Math.ceil(length / (opening.length + closing.length))
      for (const isPartial of [false, true]) {
        const markdown = opening.repeat(pairs) + closing.repeat(pairs)
        const read = () => plainText(parseMarkdown(markdown, { isPartial }))
        expect(await takesAtMost(5000, read), opening + closing).to.equal(true)
      }
    }
  })

  it('loses no word, whatever the text', () => {
    // What stands behind a fence names the language of its code and is not shown.
    const parts = seeds.filter((seed) => !/[`~]/u.test(seed))
    let random = 7
    const next = (below: number) => {
      random = (random * 48_271) % 2_147_483_647
      return random % below
    }
    for (let round = 0; round < 2000; round += 1) {
      let markdown = ''
      for (let part = 0; part < 12; part += 1) {
        markdown += next(3) === 0 ? `слово${part} ` : (parts[next(parts.length)] ?? '')
      }
      const said = JSON.stringify(parseMarkdown(markdown))
      for (const [word] of markdown.matchAll(/слово\d+/gu)) {
        expect(decodeURIComponent(said), markdown).to.include(word)
      }
    }
  })
})
