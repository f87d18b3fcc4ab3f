import type { Block, Inline } from '../../src/markdown/tree.ts'

/**
 * A tree as HTML of the kind that cmark-gfm writes, in the form in which {@link likeCmark} puts
 * cmark-gfm's own, so that both can be compared.
 */
export function treeHtml(blocks: readonly Block[]): string {
  return blocks.map((block) => blockHtml(block, false)).join('')
}

function blockHtml(block: Block, isTight: boolean): string {
  switch (block.type) {
    case 'paragraph':
      return isTight ? inlineHtml(block.children) : `<p>${inlineHtml(block.children)}</p>`
    case 'heading':
      return `<h${block.level}>${inlineHtml(block.children)}</h${block.level}>`
    case 'list': {
      const tag = block.ordered ? 'ol' : 'ul'
      const start = block.start === 1 ? '' : ` start="${block.start}"`
      const items = block.items.map(({ isDone, children }) => {
        const inner = children.map((child) => blockHtml(child, block.isTight)).join('')
        return `<li>${isDone === null ? '' : isDone ? '☑' : '☐'}${inner}</li>`
      })
      return `<${tag}${start}>${items.join('')}</${tag}>`
    }
    case 'code-block':
      return `<pre lang="${escaped(block.language)}">${escaped(block.text)}</pre>`
    case 'quote':
      return `<blockquote>${treeHtml(block.children)}</blockquote>`
    case 'rule':
      return '<hr>'
    case 'table': {
      const rows = block.rows.map(({ cells }, row) => {
        const tag = row === 0 ? 'th' : 'td'
        const inner = cells.map((cell, column) => {
          const alignment = block.alignments[column]
          return `<${tag}${alignment ? ` align="${alignment}"` : ''}>${inlineHtml(cell)}</${tag}>`
        })
        return `<tr>${inner.join('')}</tr>`
      })
      return `<table>${rows.join('').replaceAll(emptyEnd, '</tr>')}</table>`
    }
    case 'footnotes':
      return `<section>${block.items.map(({ children }) => `<li>${treeHtml(children)}</li>`).join('')}</section>`
  }
}

function inlineHtml(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      switch (inline.type) {
        case 'text':
        case 'maths':
          return escaped(inline.text)
        case 'strong':
          return `<strong>${inlineHtml(inline.children)}</strong>`
        case 'emphasis':
          return `<em>${inlineHtml(inline.children)}</em>`
        case 'deleted':
          return `<del>${inlineHtml(inline.children)}</del>`
        case 'code':
          return `<code>${escaped(inline.text)}</code>`
        case 'link':
          return `<a href="${inline.href}">${inlineHtml(inline.children)}</a>`
        case 'footnote-reference':
          return `<sup>${inline.number}</sup>`
        case 'line-break':
          return '<br>'
      }
    })
    .join('')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** A row may lack the empty cells at its end. */
const emptyEnd = /(?:<t[hd](?: align="\w+")?><\/t[hd]>)+<\/tr>/gu

/**
 * cmark-gfm's HTML without what is no difference to a reader: blanks between tags, titles, where
 * footnotes lead, how an address is spelled, and an image, which is a link to it here.
 */
export function likeCmark(html: string): string {
  return html
    .replaceAll(/<img src="([^"]*)" alt="([^"]*)"[^>]*>/gu, '<a href="$1">$2</a>')
    .replaceAll(
      /<a href="[^"]*"[^>]*>((?:(?!<\/a>).)*)<a href="[^"]*">(.*?)<\/a>(.*?)<\/a>/gu,
      unnested,
    )
    .replaceAll(/<sup class="footnote-ref"><a[^>]*>(\d+)<\/a><\/sup>/gu, '<sup>$1</sup>')
    .replaceAll(/ ?<a href="[^"]*" class="footnote-backref".*?<\/a>/gu, '')
    .replaceAll(/<section[^>]*>\s*<ol>([^]*?)<\/ol>\s*<\/section>/gu, '<section>$1</section>')
    .replaceAll(/<li id="fn-[^>]*>/gu, '<li>')
    .replaceAll(/<a href=""[^>]*>(.*?)<\/a>/gu, '$1')
    .replaceAll(/<a href="([^"]*)"[^>]*>/gu, (_, href: string) => `<a href="${spelled(href)}">`)
    .replaceAll(/<input type="checkbox"( checked="")? disabled="" \/> ?/gu, (_, done?: string) =>
      done ? '☑' : '☐',
    )
    .replaceAll(/<br \/>\n?/gu, '<br>')
    .replaceAll('<hr />', '<hr>')
    .replaceAll(
      /<pre(?: lang="([^"]*)")?><code>([^]*?)\n?<\/code><\/pre>/gu,
      (_, lang = '', code = '') =>
        `<pre lang="${lang}">${(code as string).replaceAll('\n', '\u0001')}</pre>`,
    )
    .replaceAll(/<\/?t(?:head|body)>/gu, '')
    .replaceAll(
      /\n*(<\/?(?:p|h\d|ul|ol|li|blockquote|table|tr|th|td|pre|section|hr)\b[^>]*>)\n*/gu,
      '$1',
    )
    .replaceAll('\u0001', '\n')
    .replaceAll('&quot;', '"')
    .replaceAll(emptyEnd, '</tr>')
    .trim()
}

function unnested(whole: string): string {
  const [outer = ''] = /^<a[^>]*>/u.exec(whole) ?? []
  return `${outer}${whole.slice(outer.length).replaceAll(/<\/?a\b[^>]*>/gu, '')}</a>`
}

function spelled(address: string): string {
  const plain = address.replaceAll('&amp;', '&')
  return URL.canParse(plain, page) ? new URL(plain, page).href : plain
}

/** What relative addresses are resolved against. */
export const page = 'https://page.example/docs/'
