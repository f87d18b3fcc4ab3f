import type { Block, Inline } from './tree.ts'

export type Direction = 'ltr' | 'rtl'

/** A letter, or a mark that stands for one. */
const strong = /[\p{L}\u200E\u200F\u061C]/u
/** What Unicode keeps for scripts that run to the left. */
const leftward =
  /[\u0590-\u08FF\u200F\uFB1D-\uFDFF\uFE70-\uFEFF\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u

/**
 * The direction that a block's first letter gives it, of those that are not code. `dir="auto"` would
 * find it as well, but a browser looks for it through all of the block with each node that comes.
 */
export function directionOf(block: Block): Direction {
  return ofBlock(block) ?? 'ltr'
}

function ofBlock(block: Block): Direction | undefined {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return ofInlines(block.children)
    case 'quote':
      return ofBlocks(block.children)
    case 'list':
    case 'footnotes':
      return first<{ readonly children: readonly Block[] }>(block.items, (item) =>
        ofBlocks(item.children),
      )
    case 'table':
      return first(block.rows, ({ cells }) => first(cells, ofInlines))
    default:
      return undefined
  }
}

function ofBlocks(blocks: readonly Block[]): Direction | undefined {
  return first(blocks, ofBlock)
}

function ofInlines(inlines: readonly Inline[]): Direction | undefined {
  return first(inlines, (inline) => {
    if ('children' in inline) return ofInlines(inline.children)
    const [letter] = (inline.type === 'text' && strong.exec(inline.text)) || []
    return letter && (leftward.test(letter) ? 'rtl' : 'ltr')
  })
}

function first<T>(
  all: readonly T[],
  find: (each: T) => Direction | '' | undefined,
): Direction | undefined {
  for (const each of all) {
    const found = find(each)
    if (found) return found
  }
  return undefined
}
