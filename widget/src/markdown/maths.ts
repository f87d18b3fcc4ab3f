import {
  betweenDollars,
  formulaClosings,
  isFormula,
} from '@visavis/shared/spoken-text/formula-marks.ts'

/** No formula is longer; it keeps the time linear. */
const maxLength = 4000

const environment = /\\begin\{([a-z]{1,20}\*?)\}/uy

/** The formulas of a text, which is asked for them from its beginning on. */
export class Formulas {
  readonly #text: string
  readonly #isPartial: boolean
  /** Where each closing mark that was looked for stands next. */
  readonly #next = new Map<string, number>()

  /** @param isPartial - The text is still being written: it may end within a formula. */
  constructor(text: string, isPartial: boolean) {
    this.#text = text
    this.#isPartial = isPartial
  }

  /**
   * Where the formula ends that begins at that position; null if none does. Its marks are TeX's, not
   * Markdown's. One that is still being written reaches to the text's end.
   */
  endOf(start: number): number | null {
    const text = this.#text
    const opening = text.slice(start, start + 2)
    const mark = formulaClosings[opening]
    const closing = mark ?? closingOfEnvironment(text, start)
    if (closing === undefined) return opening.startsWith('$') ? endOfDollars(text, start) : null
    const limit = start + maxLength
    const close = mark ? this.#find(mark, start + 2) : text.slice(0, limit).indexOf(closing, start)
    const end = close + closing.length
    if (close === -1 || end > limit)
      return this.#isPartial && text.length < limit ? text.length : null
    // `\[not a link\](x)` is how Markdown is kept from being read as such.
    return opening === '\\[' && /[[(:]/u.test(text[end] ?? '') ? null : end
  }

  /** Looks through the text once, however many formulas are open. */
  #find(mark: string, from: number): number {
    const known = this.#next.get(mark)
    if (known !== undefined && (known === -1 || known >= from)) return known
    const next = this.#text.indexOf(mark, from)
    this.#next.set(mark, next)
    return next
  }
}

function closingOfEnvironment(text: string, start: number): string | undefined {
  environment.lastIndex = start
  const name = environment.exec(text)?.[1]
  return name && `\\end{${name}}`
}

function endOfDollars(text: string, start: number): number | null {
  const formula = betweenDollars(text, start)
  return formula !== null && isFormula(formula) ? start + formula.length + 2 : null
}

/** What closes the formula that a paragraph's first line opens and leaves open; empty if none does. */
export function openMathsOf(line: string): string {
  const closing = /^(?:\\\[|\$\$)/u.test(line) ? (formulaClosings[line.slice(0, 2)] ?? '') : ''
  return line.includes(closing, 2) ? '' : closing
}
