import { html, nothing, type TemplateResult } from 'lit'
import type { Block, Inline } from '../../conversation/markdown.ts'

/**
 * Draws a text's tree. Every string goes through a Lit binding, so there is no way from a model's
 * words to markup; a link says where it leads and takes nothing along.
 */
export function renderBlocks(blocks: readonly Block[]): TemplateResult[] {
  return blocks.map(renderBlock)
}

function renderBlock(block: Block): TemplateResult {
  switch (block.type) {
    case 'paragraph':
      return html`<p>${renderInline(block.children)}</p>`
    // A heading inside a message is no heading of the host page's outline.
    case 'heading':
      return html`<p class="heading">${renderInline(block.children)}</p>`
    case 'list': {
      const items = block.items.map((item) => html`<li>${renderBlocks(item)}</li>`)
      return block.ordered
        ? html`<ol start=${block.start}>
            ${items}
          </ol>`
        : html`<ul>
            ${items}
          </ul>`
    }
    case 'code-block':
      return html`<pre tabindex="0" dir="ltr"><code>${block.text}</code></pre>`
    case 'quote':
      return html`<blockquote>${renderBlocks(block.children)}</blockquote>`
    case 'rule':
      return html`<hr />`
  }
}

function renderInline(inlines: readonly Inline[]): (TemplateResult | string)[] {
  return inlines.map((inline) => {
    switch (inline.type) {
      case 'text':
        return inline.text
      case 'strong':
        return html`<strong>${renderInline(inline.children)}</strong>`
      case 'emphasis':
        return html`<em>${renderInline(inline.children)}</em>`
      case 'code':
        return html`<code dir="ltr">${inline.text}</code>`
      case 'link':
        return html`<a href=${inline.href} target="_blank" rel="noopener noreferrer nofollow ugc"
            >${renderInline(inline.children)}</a
          >${inline.host ? html` <span class="host" dir="ltr">${inline.host}</span>` : nothing}`
      case 'line-break':
        return html`<br />`
    }
  })
}
