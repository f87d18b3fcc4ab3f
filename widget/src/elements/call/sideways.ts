import { callSidewaysStyles } from './sideways.styles.ts'

/** Lets a call stand beside what is written; few screens are so low, and it loads for them. */
export function dressSideways({ adoptedStyleSheets: sheets }: ShadowRoot): void {
  const { styleSheet } = callSidewaysStyles
  if (styleSheet && !sheets.includes(styleSheet)) sheets.push(styleSheet)
}
