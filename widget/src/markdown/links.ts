import { unescaped } from '@visavis/shared/spoken-text/entities.ts'
import { plainInlines } from './plain-text.ts'
import type { Inline } from './tree.ts'

/** Parentheses within an address, and its characters, beyond which it is none: time stays linear. */
const maxParentheses = 8
const maxLength = 4000

/** A page that addresses may be relative to. */
export type Page = {
  /** What they are resolved against. */
  readonly base: string
  /** Where they must lead to. */
  readonly origin: string
}

const telephone = /^\+?[\d().*#;=a-z-]*\d[\d().*#;=a-z-]*$/iu

/**
 * A link to an absolute http, https, mailto or tel address, or to one within the page's own origin;
 * null for anything else.
 */
export function checkedLink(
  address: string,
  children: readonly Inline[],
  page: Page | undefined,
): (Inline & { type: 'link' }) | null {
  const absolute = urlOf(address)
  const isAbsolute = absolute !== null
  const url = absolute ?? (page ? urlOf(address, page.base) : null)
  if (url === null || (!isAbsolute && url.origin !== page?.origin)) return null
  const destination = destinationOf(url)
  if (destination === '') return null
  const text = plainInlines(children).trim()
  const isSaid = !isAbsolute || text === destination || beginsWithHost(text, url)
  return {
    type: 'link',
    href: url.href,
    host: isSaid || text === '' ? '' : destination,
    children: text === '' ? [{ type: 'text', text: destination }] : children,
  }
}

function urlOf(address: string, base?: string): URL | null {
  try {
    return new URL(address, base)
  } catch {
    return null
  }
}

/** What a reader is told of where an address leads; empty for what must not be a link. */
function destinationOf(url: URL): string {
  switch (url.protocol) {
    case 'http:':
    case 'https:':
      return url.host
    case 'mailto:':
      return url.pathname
    case 'tel:':
      return telephone.test(url.pathname) ? url.pathname : ''
    default:
      return ''
  }
}

function beginsWithHost(text: string, url: URL): boolean {
  const [said = ''] = /^(?:https?:\/\/)?[^/?#]*/u.exec(text) ?? []
  const isWeb = url.protocol.startsWith('http')
  return isWeb && (said === `${url.protocol}//${url.host}` || said === url.host)
}

export type Found = { readonly address: string; readonly end: number }

const pointed = /<((?:\\.|[^\\<>\n])*)>/uy
const plain = /[^\s()\\\p{Cc}]{1,4000}/uy

/** The address of a link or of a definition, `<with blanks>` or without; null if none stands there. */
export function addressAt(text: string, start: number): Found | null {
  if (text[start] === '<') {
    pointed.lastIndex = start
    const match = pointed.exec(text)
    return match && { address: unescaped(match[1] ?? ''), end: pointed.lastIndex }
  }
  let end = start
  let open = 0
  while (end < text.length && end - start < maxLength) {
    plain.lastIndex = end
    if (plain.test(text)) end = plain.lastIndex
    const character = text[end] ?? ''
    if (character === '(') open += 1
    else if (character === ')') open -= 1
    else if (character !== '\\') break
    if (open > maxParentheses) return null
    if (open < 0) break
    end += character === '\\' ? 2 : 1
  }
  end = Math.min(end, text.length)
  if (open > 0 && end < text.length) return null
  return { address: unescaped(text.slice(start, end)), end }
}

const blanks = /[ \t]*\n?[ \t]*/uy
const title = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\((?:\\.|[^()\\])*\)/suy

export function behindBlanks(text: string, start: number): number {
  blanks.lastIndex = start
  blanks.test(text)
  return blanks.lastIndex
}

/** Behind the title that stands there, else the same place; -1 if one begins and never ends. */
export function behindTitle(text: string, start: number): number {
  if (!/["'(]/u.test(text[start] ?? '')) return start
  title.lastIndex = start
  return title.test(text) ? title.lastIndex : -1
}

export type LinkTarget = Found & {
  /** The text ends before the parenthesis does. */
  readonly isCut: boolean
}

/** Reads `(address "title")` from that position on; null if something else stands there. */
export function linkTargetAt(text: string, start: number): LinkTarget | null {
  if (text[start] !== '(') return null
  const cut = { address: '', end: text.length, isCut: true }
  const begin = behindBlanks(text, start + 1)
  if (text[begin] === '<' && !/[>\n]/u.test(text.slice(begin, begin + maxLength))) return cut
  const found = addressAt(text, begin)
  if (found === null) return null
  const { address } = found
  let end = behindBlanks(text, found.end)
  if (end > found.end && end < text.length) {
    const behind = behindTitle(text, end)
    if (behind === -1) return cut
    end = behindBlanks(text, behind)
  }
  if (end === text.length) return cut
  return text[end] === ')' ? { address, end: end + 1, isCut: false } : null
}

const label = /\[((?:\\.|[^\\[\]]){1,999})\]/suy

/** What stands in brackets at that position, as it is compared; null if they never close. */
export function labelAt(text: string, start: number): { label: string; end: number } | null {
  label.lastIndex = start
  const match = label.exec(text)
  const name = normalLabel(match?.[1] ?? '')
  return match && name !== '' ? { label: name, end: label.lastIndex } : null
}

/** Labels differ neither by case nor by blanks. */
export function normalLabel(text: string): string {
  return text.trim().replace(/\s+/gu, ' ').toLowerCase().toUpperCase()
}
