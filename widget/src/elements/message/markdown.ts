import { html, nothing, type TemplateResult } from 'lit'
import { guard } from 'lit/directives/guard.js'
import { icons } from '../../icons/icons.ts'
import type { PanelWords } from '../../localization/panel-words.ts'
import { directionOf } from '../../markdown/direction.ts'
import { GrowingMarkdown, parseMarkdown } from '../../markdown/growing-markdown.ts'
import { plainInlines, plainText } from '../../markdown/plain-text.ts'
import type { Alignment, Block, Inline, ListItem, TableRow } from '../../markdown/tree.ts'
import { markdownStyles } from './markdown.styles.ts'

/** What a message's Markdown needs of the message that shows it. */
export type MarkdownHost = {
  readonly shadowRoot: ShadowRoot | null
  readonly words: PanelWords
  /** The text that was copied a moment ago. */
  readonly copied: string | null
  copy(text: string): void
}

/** The character's name above it is a heading of the second level. */
const levelAbove = 2

/** A text's words without its marks. */
export function plainMarkdown(text: string): string {
  return plainText(parseMarkdown(text))
}

/**
 * Draws a message's Markdown. Every string goes through a Lit binding, so there is no way from a
 * model's words to markup; a link says where it leads and takes nothing along. Of a text that
 * grows only what has changed is read and drawn again.
 */
export class DrawnMarkdown {
  readonly #host: MarkdownHost
  readonly #text = new GrowingMarkdown({ base: document.baseURI, origin: location.origin })

  constructor(host: MarkdownHost) {
    this.#host = host
    host.shadowRoot?.adoptedStyleSheets.push(markdownStyles.styleSheet as CSSStyleSheet)
  }

  draw(text: string, isPartial: boolean): readonly unknown[] {
    let level = levelAbove
    return this.#text.read(text, isPartial).map((block) => {
      // No level is left out, whatever marks the model took.
      if (block.type === 'heading') level = Math.min(block.level + levelAbove, level + 1)
      const shown = level
      return this.#once(block, () => this.#block(block, shown), shown)
    })
  }

  /** Draws it only if it, or what else it depends on, is another than before. */
  #once(drawn: object, draw: () => unknown, ...others: unknown[]): unknown {
    return guard([drawn, this.#host.words, this.#host.copied, ...others], draw)
  }

  #blocks(blocks: readonly Block[]): readonly unknown[] {
    return blocks.map((block) => this.#block(block, levelAbove + 1))
  }

  #block(block: Block, level: number): unknown {
    switch (block.type) {
      case 'paragraph':
        return html`<p dir=${directionOf(block)}>${this.#inlines(block.children)}</p>`
      case 'heading':
        return html`<p class="heading" role="heading" aria-level=${level} dir=${directionOf(block)}>
          ${this.#inlines(block.children)}
        </p>`
      case 'list':
        return this.#list(block)
      case 'code-block':
        return this.#code(block)
      case 'quote':
        return html`<blockquote dir=${directionOf(block)}>
          ${this.#blocks(block.children)}
        </blockquote>`
      case 'rule':
        return html`<hr />`
      case 'table':
        return this.#table(block)
      case 'footnotes':
        return html`<ol class="footnotes" dir=${directionOf(block)}>
          ${block.items.map(
            (note) =>
              html`<li tabindex="-1">
                ${this.#blocks(note.children)}
                <button class="note" aria-label="↩ ${note.number}" @click=${this.#toReference}>
                  ↩
                </button>
              </li>`,
          )}
        </ol>`
    }
  }

  #list(block: Block & { type: 'list' }): TemplateResult {
    const { ordered, start, isTight, items } = block
    const drawn = items.map((item) => this.#once(item, () => this.#item(item, isTight), isTight))
    return ordered
      ? html`<ol start=${start} dir=${directionOf(block)}>
          ${drawn}
        </ol>`
      : html`<ul dir=${directionOf(block)}>
          ${drawn}
        </ul>`
  }

  #item({ isDone, children }: ListItem, isTight: boolean): TemplateResult {
    if (isDone === null)
      return html`<li>${children.map((each) => this.#inItem(each, isTight))}</li>`
    const [first, ...others] = children
    const label = first?.type === 'paragraph' ? this.#inlines(first.children) : nothing
    const rest = label === nothing ? children : others
    return html`<li class="task">
      <label><input type="checkbox" disabled ?checked=${isDone} /> ${label}</label
      >${rest.map((each) => this.#inItem(each, isTight))}
    </li>`
  }

  /** Paragraphs of items that stand close together are none. */
  #inItem(block: Block, isTight: boolean): unknown {
    return isTight && block.type === 'paragraph'
      ? html`<span>${this.#inlines(block.children)}</span>`
      : this.#block(block, levelAbove + 1)
  }

  #code(block: Block & { type: 'code-block' }): TemplateResult {
    const { words, copied } = this.#host
    const { language, text } = block
    const isCopied = copied !== null && copied === text
    const name = isCopied ? words.copied : words.copy
    const label = language === '' ? name : `${name}: ${language}`
    return html`<div class="code">
      <div class="code-head">
        <span dir="ltr">${language}</span>
        <button
          class="icon-button"
          aria-label=${label}
          title=${name}
          @click=${() => this.#host.copy(text)}
        >
          ${isCopied ? icons.done : icons.copy}
        </button>
      </div>
      <pre tabindex="0" dir="ltr"><code>${text}</code></pre>
    </div>`
  }

  /** It scrolls in its own box, which its columns name. */
  #table(block: Block & { type: 'table' }): TemplateResult {
    const { alignments, rows } = block
    const [head, ...body] = rows
    const name = head?.cells.map(plainInlines).join(', ')
    return html`<div
      class="table"
      role="group"
      aria-label=${name}
      tabindex="0"
      dir=${directionOf(block)}
    >
      <table>
        <thead>
          <tr>
            ${head?.cells.map(
              (cell, column) =>
                html`<th scope="col" class=${alignments[column] ?? nothing}>
                  ${this.#inlines(cell)}
                </th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${body.map((row, index) => {
            const last = index === body.length - 1 ? row.cells.length - 1 : null
            const draw = () => this.#row(row, alignments, last)
            return this.#once(row, draw, alignments.join(), last)
          })}
        </tbody>
      </table>
    </div>`
  }

  /** Of a table's last row it says which cell is the last one. */
  #row({ cells }: TableRow, alignments: readonly Alignment[], last: number | null): TemplateResult {
    return html`<tr>
      ${cells.map((cell, column) => {
        const names = [alignments[column], column === last && 'last'].filter(Boolean)
        return html`<td class=${names.join(' ') || nothing}>${this.#inlines(cell)}</td>`
      })}
    </tr>`
  }

  #inlines(inlines: readonly Inline[]): readonly unknown[] {
    return inlines.map((inline) => {
      switch (inline.type) {
        case 'text':
          return inline.text
        case 'strong':
          return html`<strong>${this.#inlines(inline.children)}</strong>`
        case 'emphasis':
          return html`<em>${this.#inlines(inline.children)}</em>`
        case 'deleted':
          return html`<del>${this.#inlines(inline.children)}</del>`
        case 'code':
          return html`<code dir="ltr">${inline.text}</code>`
        case 'maths':
          return html`<span dir="ltr">${inline.text}</span>`
        case 'link':
          return this.#link(inline)
        case 'footnote-reference':
          return html`<sup
            ><button class="note" data-note=${inline.number} @click=${this.#toNote}>
              ${inline.number}
            </button></sup
          >`
        case 'line-break':
          return html`<br />`
      }
    })
  }

  #link({ href, host, children }: Inline & { type: 'link' }): TemplateResult {
    // A place on the page that is open needs no other one.
    const [page] = location.href.split('#', 1)
    const target = href.startsWith(`${page}#`) ? nothing : '_blank'
    return html`<a href=${href} target=${target} rel="noopener noreferrer nofollow ugc"
        >${this.#inlines(children)}</a
      >${host ? html` <span class="host" dir="ltr">${host}</span>` : nothing}`
  }

  #toNote = ({ currentTarget }: Event): void => {
    const { note } = (currentTarget as HTMLElement).dataset
    this.#find(`.footnotes > :nth-child(${note})`)
  }

  #toReference = ({ currentTarget }: Event): void => {
    const item = (currentTarget as HTMLElement).closest('li')
    const number = [...(item?.parentElement?.children ?? [])].indexOf(item as Element) + 1
    this.#find(`[data-note="${number}"]`)
  }

  #find(selector: string): void {
    this.#host.shadowRoot?.querySelector<HTMLElement>(selector)?.focus()
  }
}
