import { expect } from 'chai'
import { GrowingMarkdown, parseMarkdown } from './growing-markdown.ts'
import { plainText } from './plain-text.ts'
import type { Block, Inline } from './tree.ts'

const text = (words: string): Inline => ({ type: 'text', text: words })
const strong = (...children: Inline[]): Inline => ({ type: 'strong', children })
const emphasis = (...children: Inline[]): Inline => ({ type: 'emphasis', children })
const code = (words: string): Inline => ({ type: 'code', text: words })
const lineBreak: Inline = { type: 'line-break' }
const paragraph = (...children: Inline[]): Block => ({ type: 'paragraph', children })
const link = (href: string, host: string, ...children: Inline[]): Inline => ({
  type: 'link',
  href,
  host,
  children,
})
const deleted = (...children: Inline[]): Inline => ({ type: 'deleted', children })
const maths = (words: string): Inline => ({ type: 'maths', text: words })
const items = (each: Block[][]) => each.map((children) => ({ isDone: null, children }))
const list = (...each: Block[][]): Block & { type: 'list' } => ({
  type: 'list',
  ordered: false,
  start: 1,
  isTight: true,
  items: items(each),
})
const numbered = (start: number, ...each: Block[][]): Block & { type: 'list' } => ({
  ...list(...each),
  ordered: true,
  start,
})

/** The inlines of a text that is one paragraph. */
function inlines(markdown: string, isPartial = false): readonly Inline[] {
  const [block, ...others] = parseMarkdown(markdown, { isPartial })
  expect(others).to.deep.equal([])
  expect(block?.type).to.equal('paragraph')
  return block?.type === 'paragraph' ? block.children : []
}

describe('Markdown blocks', () => {
  it('are paragraphs between blank lines, and keep their line breaks', () => {
    expect(parseMarkdown('один\nдва\r\n\r\n\n три')).to.deep.equal([
      paragraph(text('один'), lineBreak, text('два')),
      paragraph(text('три')),
    ])
    expect(parseMarkdown('')).to.deep.equal([])
    expect(parseMarkdown(' \n\t\n')).to.deep.equal([])
  })

  it('are headings of six levels', () => {
    expect(parseMarkdown('# Раз\n  ###### Шесть\n#нет')).to.deep.equal([
      { type: 'heading', level: 1, children: [text('Раз')] },
      { type: 'heading', level: 6, children: [text('Шесть')] },
      paragraph(text('#нет')),
    ])
  })

  it('are lists, ordered or not, one within the other', () => {
    const markdown = '- а\n- б\n  1. в\n  2. г\n\n     д\n* е\n\nж'
    expect(parseMarkdown(markdown)).to.deep.equal([
      list(
        [paragraph(text('а'))],
        [
          paragraph(text('б')),
          {
            ...numbered(1, [paragraph(text('в'))], [paragraph(text('г')), paragraph(text('д'))]),
            isTight: false,
          },
        ],
      ),
      list([paragraph(text('е'))]),
      paragraph(text('ж')),
    ])
  })

  it('let a numbered list begin anywhere, and carry on over gaps', () => {
    expect(parseMarkdown('3. три\n\n4. четыре')).to.deep.equal([
      { ...numbered(3, [paragraph(text('три'))], [paragraph(text('четыре'))]), isTight: false },
    ])
    expect(parseMarkdown('В\n1986. году')).to.deep.equal([
      paragraph(text('В'), lineBreak, text('1986. году')),
    ])
  })

  it('are tasks, done or not', () => {
    expect(parseMarkdown('- [x] да\n- [ ] нет\n- [y] ни то')).to.deep.equal([
      {
        ...list([paragraph(text('да'))], [paragraph(text('нет'))], [paragraph(text('[y] ни то'))]),
        items: [
          { isDone: true, children: [paragraph(text('да'))] },
          { isDone: false, children: [paragraph(text('нет'))] },
          { isDone: null, children: [paragraph(text('[y] ни то'))] },
        ],
      },
    ])
  })

  it('are tables, with their alignments and what stands in their cells', () => {
    expect(
      parseMarkdown('до\n| а | б \\| в |\n|:-:|--:|\n| **1** | `2` |\n| 3 |\n\nпосле'),
    ).to.deep.equal([
      paragraph(text('до')),
      {
        type: 'table',
        alignments: ['center', 'right'],
        rows: [
          { cells: [[text('а')], [text('б | в')]] },
          { cells: [[strong(text('1'))], [code('2')]] },
          { cells: [[text('3')]] },
        ],
      },
      paragraph(text('после')),
    ])
  })

  it('are footnotes, numbered as the text refers to them', () => {
    const reference = (number: number): Inline => ({ type: 'footnote-reference', number })
    expect(parseMarkdown('а[^y] б[^x] в[^y] г[^z]\n\n[^x]: Икс\n[^y]: Игрек')).to.deep.equal([
      paragraph(
        ...[text('а'), reference(1), text(' б'), reference(2), text(' в'), reference(1)],
        text(' г[^z]'),
      ),
      {
        type: 'footnotes',
        items: [
          { number: 1, children: [paragraph(text('Игрек'))] },
          { number: 2, children: [paragraph(text('Икс'))] },
        ],
      },
    ])
  })

  it('are fenced code, kept as it is, also when the fence is never closed', () => {
    const block = { type: 'code-block', language: 'js', text: 'if (a < b) {\n  **c**\n\n}' }
    expect(parseMarkdown('```js\nif (a < b) {\n  **c**\n\n}\n```')).to.deep.equal([block])
    expect(parseMarkdown('~~~js\nif (a < b) {\n  **c**\n\n}')).to.deep.equal([block])
  })

  it('are quotes and rules', () => {
    expect(parseMarkdown('> один\n> - два\n\n---\nтри')).to.deep.equal([
      { type: 'quote', children: [paragraph(text('один')), list([paragraph(text('два'))])] },
      { type: 'rule' },
      paragraph(text('три')),
    ])
  })
})

describe('Markdown inside a paragraph', () => {
  it('is emphasis of both marks, also one in the other', () => {
    expect(inlines('а **б *в* г** _д_ ***е***')).to.deep.equal([
      text('а '),
      strong(text('б '), emphasis(text('в')), text(' г')),
      text(' '),
      emphasis(text('д')),
      text(' '),
      emphasis(strong(text('е'))),
    ])
  })

  it('leaves marks alone that emphasize nothing', () => {
    for (const plain of ['2 * 3 * 4', 'snake_case_name', '**', '** a **', '*** x', '____']) {
      expect(plainText(parseMarkdown(`x ${plain}`))).to.equal(`x ${plain}`)
    }
  })

  it('leaves a mark alone that is never closed', () => {
    expect(inlines('так **и не закрыто')).to.deep.equal([text('так **и не закрыто')])
  })

  it('is code, in which nothing else counts', () => {
    expect(inlines('`a **b**` и `` c`d `` и `e')).to.deep.equal([
      code('a **b**'),
      text(' и '),
      code('c`d'),
      text(' и `e'),
    ])
  })

  it('takes an escaped mark for a character', () => {
    expect(inlines('\\*а\\* \\[б\\](в) \\\\')).to.deep.equal([text('*а* [б](в) \\')])
  })

  it('takes HTML for text, but for a break of the line', () => {
    expect(inlines('<b onclick="x()">а</b>')).to.deep.equal([text('<b onclick="x()">а</b>')])
    for (const tag of ['<br>', '<br/>', '<br />', '<BR>']) {
      expect(inlines(`а${tag}б`)).to.deep.equal([text('а'), lineBreak, text('б')])
    }
  })

  it('is characters by their names and numbers, and what has no such name stays', () => {
    const written = '&amp; &lt;b&gt; &copy; &mdash; &laquo;да&raquo; &#8212; &#x2014; &alpha; &#0;'
    expect(inlines(written)).to.deep.equal([text('& <b> © — «да» — — α \ufffd')])
    const not = 'AT&T &nosuch; &amp &; &#; &#xg; `&amp;`'
    expect(plainText(parseMarkdown(not))).to.equal('AT&T &nosuch; &amp &; &#; &#xg; &amp;')
  })

  it('is what is no longer so', () => {
    expect(inlines('~~старое~~ новое, ~5 или ~10')).to.deep.equal([
      deleted(text('старое')),
      text(' новое, ~5 или ~10'),
    ])
  })

  it('leaves a formula as it was written, and what only looks like one to Markdown', () => {
    const formulas = [
      String.raw`\(x^2\)`,
      String.raw`\[ \frac{a}{b} \]`,
      String.raw`\(a_1 * b_2 * c\)`,
      String.raw`$\{1,2\}$`,
      '$a_1*b*c_2$',
      String.raw`$$ x \\ y $$`,
      String.raw`\begin{cases} a \\ *b* \end{cases}`,
    ]
    for (const formula of formulas) {
      expect(inlines(`а ${formula} б`)).to.deep.equal([text('а '), maths(formula), text(' б')])
    }
    expect(inlines(String.raw`\{1,2\}`)).to.deep.equal([text(String.raw`\{1,2\}`)])
    expect(inlines('**$5** и *$6*')).to.deep.equal([
      strong(text('$5')),
      text(' и '),
      emphasis(text('$6')),
    ])
    expect(inlines(String.raw`\(не закрыто, \$5`)).to.deep.equal([text('(не закрыто, $5')])
  })

  it('takes no line of a formula for a list, a heading or a quote', () => {
    for (const [open, close] of [
      ['$$', '$$'],
      [String.raw`\[`, String.raw`\]`],
    ] as const) {
      const formula = `${open}\nx\n= y\n- z\n> w\n---\n${close}`
      expect(parseMarkdown(`${formula}\n- да`)).to.deep.equal([
        paragraph(maths(formula)),
        list([paragraph(text('да'))]),
      ])
    }
  })

  it('emphasizes beside the marks of scripts without blanks', () => {
    expect(inlines('**注意：**请看**「重点」**吧，**“引用”**也是')).to.deep.equal([
      strong(text('注意：')),
      text('请看'),
      strong(text('「重点」')),
      text('吧，'),
      strong(text('“引用”')),
      text('也是'),
    ])
  })

  it('is links that say where they lead', () => {
    expect(inlines('[врач](https://doctor.example/a_(b) "Титул").')).to.deep.equal([
      link('https://doctor.example/a_(b)', 'doctor.example', text('врач')),
      text('.'),
    ])
    expect(inlines('[**a**](mailto:a@b.example)')).to.deep.equal([
      link('mailto:a@b.example', 'a@b.example', strong(text('a'))),
    ])
  })

  it('is links by what their labels stand for, wherever that is said', () => {
    const target = link('https://a.example/b', 'a.example', text('т'))
    const definition = '[метка]: https://a.example/b "Титул"'
    for (const markdown of ['[т][метка]', '[т][МЕТКА]']) {
      expect(parseMarkdown(`${markdown}\n\n${definition}`)).to.deep.equal([paragraph(target)])
      expect(parseMarkdown(`${definition}\n\n${markdown}`)).to.deep.equal([paragraph(target)])
    }
    expect(inlines('[т][метка] [и]')).to.deep.equal([text('[т][метка] [и]')])
  })

  it('is links with blanks in their addresses, to mail and to telephones', () => {
    expect(inlines('[d](<https://a.example/b c.pdf>) <a@b.example>')).to.deep.equal([
      link('https://a.example/b%20c.pdf', 'a.example', text('d')),
      text(' '),
      link('mailto:a@b.example', '', text('a@b.example')),
    ])
    expect(inlines('[позвонить](tel:+7-495-123-45-67)')).to.deep.equal([
      link('tel:+7-495-123-45-67', '+7-495-123-45-67', text('позвонить')),
    ])
  })

  it('is links within the page’s own origin, when there is a page', () => {
    const page = { base: 'https://page.example/docs/start', origin: 'https://page.example' }
    const hrefs = (markdown: string) =>
      [...JSON.stringify(parseMarkdown(markdown, { page })).matchAll(/"href":"([^"]*)"/gu)].map(
        ([, href]) => href,
      )
    expect(hrefs('[a](/x) [b](y) [c](#z) [d](?q) [e][1]\n\n[1]: ../w')).to.deep.equal([
      'https://page.example/x',
      'https://page.example/docs/y',
      'https://page.example/docs/start#z',
      'https://page.example/docs/start?q',
      'https://page.example/w',
    ])
    const elsewhere = [
      '//evil.example',
      '/\\\\evil.example',
      '\\\\\\\\evil.example',
      '',
      'javascript:alert(1)',
    ]
    for (const address of elsewhere) expect(hrefs(`[a](${address})`), address).to.deep.equal([])
    const elsewhereStill = { base: 'https://other.example/', origin: 'https://page.example' }
    expect(JSON.stringify(parseMarkdown('[a](/x)', { page: elsewhereStill }))).not.to.include(
      'href',
    )
  })

  it('is names that begin with www and mail addresses, as they stand', () => {
    expect(inlines('См. www.a.example/b, a.b+c@d.example.')).to.deep.equal([
      text('См. '),
      link('http://www.a.example/b', '', text('www.a.example/b')),
      text(', '),
      link('mailto:a.b+c@d.example', '', text('a.b+c@d.example')),
      text('.'),
    ])
    for (const no of ['www.', 'xwww.a.example', '@user', 'a@b', 'a@b.c-']) {
      expect(inlines(`и ${no}`)).to.deep.equal([text(`и ${no}`)])
    }
  })

  it('ends an address where marks of another script begin', () => {
    const address = 'https://a.example/b'
    const around = [
      ['（', '）后面'],
      ['', '，然后'],
      ['请看', '。'],
      ['', '、'],
      ['「', '」'],
      ['《', '》：'],
      ['“', '”'],
      ['«', '», и'],
      ['', '؟ نعم'],
      ['', '！'],
      ['【', '】'],
      ['', '…'],
      ['**', '**，然后'],
    ] as const
    for (const [before, after] of around) {
      const [found, ...others] = [
        ...JSON.stringify(parseMarkdown(`${before}${address}${after}`)).matchAll(
          /"href":"([^"]*)"/gu,
        ),
      ]
      expect([found?.[1], others.length], `${before}${address}${after}`).to.deep.equal([address, 0])
    }
    expect(inlines('https://zh.example/wiki/北京，好')[0]).to.include({
      href: 'https://zh.example/wiki/%E5%8C%97%E4%BA%AC',
    })
  })

  it('names the true host when the text of a link names another', () => {
    const deceptions = [
      '[https://good.example](https://evil.example)',
      '[https://evil.example.good.example](https://evil.example)',
      'https://good.example@evil.example/',
    ]
    for (const deception of deceptions) {
      const [found] = inlines(deception)
      expect(found).to.include({ type: 'link', host: 'evil.example' })
    }
  })

  it('is bare addresses, without the punctuation around them', () => {
    const [before, address, after] = inlines('См. (https://a.example/b_(c)).')
    expect(before).to.deep.equal(text('См. ('))
    expect(address).to.deep.equal(
      link('https://a.example/b_(c)', '', text('https://a.example/b_(c)')),
    )
    expect(after).to.deep.equal(text(').'))
    expect(inlines('<https://a.example/>')).to.deep.equal([
      link('https://a.example/', '', text('https://a.example/')),
    ])
  })

  it('turns an image into a link', () => {
    expect(inlines('![кот](https://img.example/cat.png)')).to.deep.equal([
      link('https://img.example/cat.png', 'img.example', text('кот')),
    ])
    expect(inlines('![](https://img.example/cat.png)')).to.deep.equal([
      link('https://img.example/cat.png', '', text('img.example')),
    ])
  })

  it('makes no link of an address that is not http, https or mailto', () => {
    const addresses = [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'java\tscript:alert(1)',
      'data:text/html,<script>alert(1)</script>',
      'vbscript:x',
      'blob:null/b',
      'file:///etc/passwd',
      '/relative',
      '//host.example',
      '#hash',
      'https://',
      'mailto:',
    ]
    for (const address of addresses) {
      for (const markdown of [`[a](${address})`, `![a](${address})`, `<${address}>`, address]) {
        expect(JSON.stringify(parseMarkdown(markdown)), markdown).not.to.include('"link"')
      }
    }
  })
})

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

  it('takes time in proportion to the length of any text', () => {
    for (const seed of seeds) {
      for (const isPartial of [false, true]) {
        const markdown = seed.repeat(Math.ceil(length / seed.length))
        const start = performance.now()
        plainText(parseMarkdown(markdown, { isPartial }))
        expect(performance.now() - start, JSON.stringify(seed)).to.be.below(5000)
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
