/** Stands before a formula in what is read of a text, and nowhere else. */
export const formulaMark = '\uFFF9'

/** Whether there is a formula in what is read of a text. */
export function hasFormula(text: string): boolean {
  return text.includes(formulaMark)
}
