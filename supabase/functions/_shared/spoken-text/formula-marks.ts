/** Which marks open a formula, and which close it. */
export const formulaClosings: Readonly<Record<string, string>> = {
  '\\(': '\\)',
  '\\[': '\\]',
  $$: '$$',
}

/** `$x_1$`: on one line, no blank inside its ends, no digit behind it. */
const dollars = /\$(?![\s$])((?:[^$\n\\]|\\.){0,400}?(?:[^$\s\\]|\\[^\s$]))\$(?!\d)/uy

/** What stands between single dollars from that position on; null if nothing does. */
export function betweenDollars(text: string, start: number): string | null {
  dollars.lastIndex = start
  return dollars.exec(text)?.[1] ?? null
}

/** Whether what stands between single dollars is a formula: they may be money as well. */
export function isFormula(betweenDollars: string): boolean {
  return /[\\^_={}]|^.$/u.test(betweenDollars)
}
