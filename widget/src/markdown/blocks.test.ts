import { expect } from 'chai'
import {
  code,
  lineBreak,
  list,
  numbered,
  paragraph,
  strong,
  text,
} from '../../test-support/markdown/tree-parts.ts'
import { parseMarkdown } from './growing-markdown.ts'
import type { Inline } from './tree.ts'

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
