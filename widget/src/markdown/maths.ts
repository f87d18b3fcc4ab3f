import { betweenDollars, formulaClosings, isFormula } from './formula-marks.ts'

/** No formula is longer; it keeps the time linear. */
const maxLength = 4000

const environment = /\\begin\{([a-z]{1,20}\*?)\}/uy

/**
 * Where the formula ends that begins at that position; null if none does. Its marks are TeX's, not
 * Markdown's. One that is still being written reaches to the text's end.
 */
export function endOfMaths(text: string, start: number, isPartial: boolean): number | null {
  const opening = text.slice(start, start + 2)
  const closing = formulaClosings[opening] ?? closingOfEnvironment(text, start)
  if (closing === undefined) return opening.startsWith('$') ? endOfDollars(text, start) : null
  const close = text.slice(start + 2, start + maxLength).indexOf(closing)
  if (close === -1) return isPartial && text.length < start + maxLength ? text.length : null
  const end = start + 2 + close + closing.length
  // `\[not a link\](x)` is how Markdown is kept from being read as such.
  return opening === '\\[' && /[[(:]/u.test(text[end] ?? '') ? null : end
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
