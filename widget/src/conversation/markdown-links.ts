import type { Inline } from './markdown.ts'
import { plainInlines } from './plain-text.ts'

const safeProtocols = new Set(['http:', 'https:', 'mailto:'])

/** Parentheses inside an address beyond this are no address; it keeps the time linear. */
const maxParentheses = 3

/** A link to an absolute http, https or mailto address; null for anything else. */
export function checkedLink(address: string, children: readonly Inline[]): Inline | null {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  if (!safeProtocols.has(url.protocol)) return null
  const destination = url.protocol === 'mailto:' ? url.pathname : url.host
  if (destination === '') return null
  const text = plainInlines(children).trim()
  const isSaid = text === destination || beginsWithOrigin(text, url)
  const shown: readonly Inline[] = text === '' ? [{ type: 'text', text: destination }] : children
  return {
    type: 'link',
    href: url.href,
    host: isSaid || text === '' ? '' : destination,
    children: shown,
  }
}

function beginsWithOrigin(text: string, url: URL): boolean {
  const origin = `${url.protocol}//${url.host}`
  return text.startsWith(origin) && /^(?:$|[/?#])/u.test(text.slice(origin.length))
}

export type LinkTarget = {
  readonly address: string
  /** Where the text goes on behind the closing parenthesis. */
  readonly end: number
  /** The text ends before the parenthesis does. */
  readonly isCut: boolean
}

/** Reads `(address "title")` from that position on; null if something else stands there. */
export function linkTargetAt(text: string, start: number): LinkTarget | null {
  if (text[start] !== '(') return null
  let end = start + 1
  let open = 1
  for (; end < text.length; end += 1) {
    const character = text[end]
    if (character === '(') open += 1
    else if (character === ')') open -= 1
    else if (character === ' ' || character === '\n') break
    if (open === 0 || open > maxParentheses) break
  }
  if (open > maxParentheses) return null
  const inside = text.slice(start + 1, end)
  const address = inside.startsWith('<') && inside.endsWith('>') ? inside.slice(1, -1) : inside
  if (open === 0) return { address, end: end + 1, isCut: false }
  if (end === text.length) return { address, end, isCut: true }
  return behindTitle(text, end, address)
}

function behindTitle(text: string, start: number, address: string): LinkTarget | null {
  const quote = text[start + 1]
  if (quote !== '"' && quote !== "'") return null
  const close = text.indexOf(quote, start + 2)
  if (close === -1) return { address, end: text.length, isCut: true }
  return text[close + 1] === ')' ? { address, end: close + 2, isCut: false } : null
}

const bareLink = /https?:\/\/[^\s<>"`*]+/iuy

/** The address that stands bare in a text, without the punctuation of the sentence around it. */
export function bareLinkAt(text: string, position: number): string {
  bareLink.lastIndex = position
  const address = bareLink.exec(text)?.[0] ?? ''
  let end = address.length
  let unopened = 0
  for (const character of address) {
    if (character === '(') unopened -= 1
    else if (character === ')') unopened += 1
  }
  while (end > 0) {
    const last = address[end - 1] ?? ''
    if (last === ')' && unopened > 0) unopened -= 1
    else if (!/[.,;:!?'_\]}…»”]/u.test(last)) break
    end -= 1
  }
  return address.slice(0, end)
}
