/** Which marks open a formula, and which close it. */
const closings: Readonly<Record<string, string>> = { '\\(': '\\)', '\\[': '\\]', $$: '$$' }

/** No formula is longer; it keeps the time linear. */
const maxLength = 4000

/** `$x_1$`: on one line, no blank inside its ends, no digit behind it, and something of TeX in it. */
const dollars = /\$(?=[^\s$])[^$\n]{0,400}?[^\s$\\]\$(?!\d)|\$[^\s$\\]\$(?!\d)/uy
const environment = /\\begin\{([a-z]{1,20}\*?)\}/uy

/**
 * Where the formula ends that begins at that position; null if none does. Its marks are TeX's, not
 * Markdown's. One that is still being written reaches to the text's end.
 */
export function endOfMaths(text: string, start: number, isPartial: boolean): number | null {
  const opening = text.slice(start, start + 2)
  const closing = closings[opening] ?? closingOfEnvironment(text, start)
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
  dollars.lastIndex = start
  const match = dollars.exec(text)?.[0]
  return match && (match.length === 3 || /[\\^_{]/u.test(match)) ? start + match.length : null
}

/** What closes the formula that a paragraph's first line opens and leaves open; empty if none does. */
export function openMathsOf(line: string): string {
  const closing = /^(?:\\\[|\$\$)/u.test(line) ? (closings[line.slice(0, 2)] ?? '') : ''
  return line.includes(closing, 2) ? '' : closing
}
