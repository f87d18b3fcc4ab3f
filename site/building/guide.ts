import { Marked } from 'marked'

export type Guide = { title: string; description: string; content: string }

/** Letters, digits and single dashes, in any script: the fragment under which a heading is found. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

/** Guides name each other as files, so that their links lead on where they are read as Markdown, too. */
function pageOf(link: string): string {
  return link.replace(/^(?<guide>[\w-]+)\.md(?=#|$)/u, '$<guide>.html')
}

/**
 * As Russian is set: no line begins with a dash or a particle, ends in a short word, or parts a
 * number from its unit.
 */
function bindShortWords(text: string): string {
  return text
    .replaceAll(/\s+(?=(?:—|бы|же|ли)(?!\p{L}))/gu, '\u00a0')
    .replaceAll(/(?<=^|[ \n(«])(\p{Script=Cyrillic}{1,2})\s+/gu, '$1\u00a0')
    .replaceAll(/(\d)\s+(?=[\d\p{Script=Cyrillic}])/gu, '$1\u00a0')
}

const marked = new Marked({
  walkTokens: (token) => {
    if (token.type === 'text') token['text'] = bindShortWords(token.text as string)
  },
  renderer: {
    heading({ tokens, depth, text }) {
      const content = this.parser.parseInline(tokens)
      if (depth === 1) return `<h1>${content}</h1>\n`
      return `<h${depth} id="${slug(text)}">${content}</h${depth}>\n`
    },
    link({ href, tokens }) {
      const content = this.parser.parseInline(tokens)
      return `<a href="${escapeHtml(pageOf(href))}">${content}</a>`
    },
    code({ text }) {
      return `<div class="code"><pre tabindex="0"><code>${escapeHtml(text)}</code></pre></div>\n`
    },
    table(token) {
      const cells = (row: typeof token.header, tag: 'th' | 'td') =>
        `<tr>${row.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('')}</tr>`
      const body = token.rows.map((row) => cells(row, 'td')).join('\n')
      // A table wider than the phone scrolls by itself, also from the keyboard.
      return `<div class="table" tabindex="0"><table><thead>${cells(token.header, 'th')}</thead><tbody>${body}</tbody></table></div>\n`
    },
  },
})

/** Renders a guide; its title is its first heading, its description its first paragraph. */
export function renderGuide(markdown: string): Guide {
  const [heading, , ...rest] = markdown.split('\n')
  const paragraph = rest.join('\n').split('\n\n')[0] ?? ''
  return {
    title: escapeHtml((heading ?? '').replace(/^# /, '')),
    description: escapeHtml(paragraph.replaceAll(/[`*]|\]\([^)]*\)|\[/g, '').replaceAll('\n', ' ')),
    content: marked.parse(markdown, { async: false }),
  }
}
