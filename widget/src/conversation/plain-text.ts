import type { Block, Inline } from './markdown.ts'

/** What a text says without its marks, for a screen reader to read out. */
export function plainText(blocks: readonly Block[]): string {
  return blocks
    .map(plainBlock)
    .filter((text) => text !== '')
    .join('\n')
}

function plainBlock(block: Block): string {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return plainInlines(block.children)
    case 'list':
      return block.items.map(plainText).join('\n')
    case 'quote':
      return plainText(block.children)
    case 'code-block':
      return block.text
    case 'rule':
      return ''
  }
}

export function plainInlines(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      switch (inline.type) {
        case 'text':
        case 'code':
          return inline.text
        case 'line-break':
          return '\n'
        case 'strong':
        case 'emphasis':
        case 'link':
          return plainInlines(inline.children)
      }
    })
    .join('')
}
