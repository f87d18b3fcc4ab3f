import { expect } from 'chai'
import { parseMarkdown } from '../../src/markdown/growing-markdown.ts'
import type { Block, Inline } from '../../src/markdown/tree.ts'

export const text = (words: string): Inline => ({ type: 'text', text: words })
export const strong = (...children: Inline[]): Inline => ({ type: 'strong', children })
export const emphasis = (...children: Inline[]): Inline => ({ type: 'emphasis', children })
export const code = (words: string): Inline => ({ type: 'code', text: words })
export const lineBreak: Inline = { type: 'line-break' }
export const paragraph = (...children: Inline[]): Block => ({ type: 'paragraph', children })
export const link = (href: string, host: string, ...children: Inline[]): Inline => ({
  type: 'link',
  href,
  host,
  children,
})
export const deleted = (...children: Inline[]): Inline => ({ type: 'deleted', children })
export const maths = (words: string): Inline => ({ type: 'maths', text: words })
const items = (each: Block[][]) => each.map((children) => ({ isDone: null, children }))
export const list = (...each: Block[][]): Block & { type: 'list' } => ({
  type: 'list',
  ordered: false,
  start: 1,
  isTight: true,
  items: items(each),
})
export const numbered = (start: number, ...each: Block[][]): Block & { type: 'list' } => ({
  ...list(...each),
  ordered: true,
  start,
})

/** The inlines of a text that is one paragraph. */
export function inlines(markdown: string, isPartial = false): readonly Inline[] {
  const [block, ...others] = parseMarkdown(markdown, { isPartial })
  expect(others).to.deep.equal([])
  expect(block?.type).to.equal('paragraph')
  return block?.type === 'paragraph' ? block.children : []
}
