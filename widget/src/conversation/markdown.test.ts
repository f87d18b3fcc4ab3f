import { expect } from 'chai'
import { type Block, type Inline, parseMarkdown } from './markdown.ts'
import { plainText } from './plain-text.ts'

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
const list = (...items: Block[][]): Block => ({ type: 'list', ordered: false, start: 1, items })
const numbered = (start: number, ...items: Block[][]): Block => ({
  type: 'list',
  ordered: true,
  start,
  items,
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
          numbered(1, [paragraph(text('в'))], [paragraph(text('г')), paragraph(text('д'))]),
        ],
        [paragraph(text('е'))],
      ),
      paragraph(text('ж')),
    ])
  })

  it('let a numbered list begin anywhere, and carry on over gaps', () => {
    expect(parseMarkdown('3. три\n\n4) четыре')).to.deep.equal([
      numbered(3, [paragraph(text('три'))], [paragraph(text('четыре'))]),
    ])
    expect(parseMarkdown('В\n1986. году')).to.deep.equal([
      paragraph(text('В'), lineBreak, text('1986. году')),
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

  it('takes HTML for text', () => {
    expect(inlines('<b onclick="x()">а</b> &lt;')).to.deep.equal([
      text('<b onclick="x()">а</b> &lt;'),
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
        expect(JSON.stringify(parseMarkdown(markdown))).not.to.include('"link"')
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

  it('closes at its end what is open there', () => {
    expect(inlines('так **важно', true)).to.deep.equal([text('так '), strong(text('важно'))])
    expect(inlines('так **важно*', true)).to.deep.equal([text('так '), strong(text('важно'))])
    expect(inlines('вот `ко', true)).to.deep.equal([text('вот '), code('ко')])
    expect(inlines('вот [сюда](https://a.exa', true)).to.deep.equal([text('вот сюда')])
  })
})

describe('the Markdown reader', () => {
  const length = 100_000
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
