import type { ReactiveElement } from 'lit'
import { loadOnce } from '@visavis/shared/load-once.ts'
import type * as Markdown from './markdown.ts'

/** What Markdown or an address is made of; a text without any of it is paragraphs and lines. */
const marks = /[#$&*+<=>@[-`{-~]|:\/\/|www\.|^\s*(?:-|\d+[.)])|^ {4}|\t/mu

let markdown: typeof Markdown | undefined
/** Resolves when it is there; what waits for it is drawn anew then. */
export const loadMarkdown = loadOnce(async () => (markdown = await import('./markdown.ts')))
const waiting = new WeakSet<ReactiveElement>()

/**
 * What reads and draws Markdown, once a text needs it: it loads with the first one that does, and
 * whoever asked is drawn anew when it has come. If it does not come, each asks once.
 */
export function markdownFor(text: string, element: ReactiveElement): typeof Markdown | undefined {
  if (markdown === undefined && !waiting.has(element) && marks.test(text)) {
    waiting.add(element)
    loadMarkdown().then(
      () => element.requestUpdate(),
      () => undefined,
    )
  }
  return markdown
}
