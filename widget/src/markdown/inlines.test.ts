import { expect } from 'chai'
import {
  code,
  deleted,
  emphasis,
  inlines,
  lineBreak,
  link,
  list,
  maths,
  paragraph,
  strong,
  text,
} from '../../test-support/markdown/tree-parts.ts'
import { parseMarkdown } from './growing-markdown.ts'
import { plainText } from './plain-text.ts'

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

  it('reads character references in angle brackets', () => {
    const address = 'https://a.example/?b=1&c=2'
    expect(inlines('<https://a.example/?b=1&amp;c=2>.')).to.deep.equal([
      link(address, '', text(address)),
      text('.'),
    ])
    const [hidden] = inlines('<https://good.example&#64;evil.example>')
    expect(hidden).to.include({ type: 'link', host: 'evil.example' })
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
