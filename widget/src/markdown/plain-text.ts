import type { Block, Inline } from './tree.ts'

/** What a text says without its marks, for a screen reader to read out. */
export function plainText(blocks: readonly Block[]): string {
  return joined(blocks.map(plainBlock))
}

function plainBlock(block: Block): string {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return plainInlines(block.children)
    case 'list':
      return joined(
        block.items.map(({ isDone, children }) => {
          const mark = isDone === null ? '' : isDone ? '☑ ' : '☐ '
          return mark + plainText(children)
        }),
      )
    case 'quote':
      return plainText(block.children)
    case 'code-block':
      return block.text
    case 'rule':
      return ''
    case 'table':
      return joined(block.rows.map(({ cells }) => cells.map(plainInlines).join(', ')))
    case 'footnotes':
      return joined(block.items.map(({ number, children }) => `${number}. ${plainText(children)}`))
  }
}

function joined(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n')
}

export function plainInlines(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      switch (inline.type) {
        case 'text':
        case 'code':
        case 'maths':
          return inline.text
        case 'line-break':
          return '\n'
        case 'footnote-reference':
          return ''
        case 'strong':
        case 'emphasis':
        case 'deleted':
        case 'link':
          return plainInlines(inline.children)
      }
    })
    .join('')
}
