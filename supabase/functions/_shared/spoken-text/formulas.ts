import { loadOnce } from '../load-once.ts'
import { betweenDollars, formulaClosings, isFormula } from './formula-marks.ts'
import { formulaMark } from './marked-formula.ts'
import type { SpokenLanguage } from './readable/load-rules.ts'
import type { TracedText } from './traced-text.ts'

/** Behind a formula, as the other mark stands before it. */
const closing = '\uFFFB'
const marked = /\uFFF9([^\uFFFB]*)\uFFFB?/gu

/** Longer than nearly any; with {@link longestInLine} it bounds what waits for its end. */
const longest = 300
const longestInLine = 160

/** What every language says of a formula. */
const loaders: Readonly<Record<SpokenLanguage, () => Promise<(formula: string) => string>>> = {
  ru: loadOnce(async () => (await import('./readable/ru/maths.ts')).russianFormula),
  en: loadOnce(async () => (await import('./readable/en/maths.ts')).englishFormula),
}

/** A formula that a text begins with, as it stands in what is read, and how long it was. */
export type Formula = { readonly marked: string; readonly length: number }

type Found = { readonly formula: string; readonly length: number }

/**
 * Reads a text that begins with a backslash or a dollar: the formula it begins with, null for none,
 * undefined if it takes more text to tell.
 */
export function formulaAt(text: string, isEnd: boolean): Formula | null | undefined {
  const found = find(text, isEnd)
  return found && { marked: markFormula(found.formula), length: found.length }
}

function find(text: string, isEnd: boolean): Found | null | undefined {
  const closing = formulaClosings[text.slice(0, 2)]
  if (closing !== undefined) return between(text, closing, isEnd)
  if (text.startsWith('\\{')) return braced(between(text, '\\}', isEnd))
  if (text.length === 1) return isEnd ? null : undefined
  return text.startsWith('$') ? inLine(text, isEnd) : null
}

/** A formula as it stands in what is read: blanks in it are none that a text is cut at. */
function markFormula(formula: string): string {
  return formulaMark + formula.trim().replaceAll(/\s+/gu, '~') + closing
}

/** A text with its formulas in words. */
export async function formulasInWords(
  text: TracedText,
  language: SpokenLanguage,
): Promise<TracedText> {
  const inWords = await loaders[language]().catch(() => () => '')
  return text.replace(marked, ([, formula = '']) => inWords(formula))
}

/** A text with its formulas as they were written, or without them. */
export function unmarkFormulas(text: string, isKept = true): string {
  return text.replaceAll(marked, (_, formula: string) =>
    isKept ? formula.replaceAll('~', ' ') : ' ',
  )
}

function between(text: string, end: string, isEnd: boolean): Found | null | undefined {
  const at = text.slice(0, longest).indexOf(end, 2)
  if (at === -1) {
    const mayEnd = !isEnd && text.length < longest && !/\n[ \t]*\n/u.test(text)
    return mayEnd ? undefined : null
  }
  const formula = text.slice(2, at)
  // What is no formula may be brackets that are to stay brackets.
  return /[\\^_={}+<>|\d]|^\s*\p{L}\s*$/u.test(formula) ? { formula, length: at + 2 } : null
}

/** A set is one with its braces. */
function braced(found: Found | null | undefined): Found | null | undefined {
  return found && { ...found, formula: `\\{${found.formula}\\}` }
}

/** In a line, dollars may as well be money. */
function inLine(text: string, isEnd: boolean): Found | null | undefined {
  const line = text.slice(0, longestInLine)
  const formula = betweenDollars(line, 0)
  const length = formula === null ? 0 : formula.length + 2
  // A digit may yet follow.
  const isClosed = length > 0 && (isEnd || length < line.length)
  if (formula !== null && isClosed) return isFormula(formula) ? { formula, length } : null
  const isMoney = /^\$\d[\d.,]*[^\d.,\p{L}\\^_{+=-]/u.test(line) || /^\$\s/u.test(line)
  const mayEnd = !isEnd && !isMoney && !line.includes('\n') && line.length < longestInLine
  return mayEnd ? undefined : null
}
