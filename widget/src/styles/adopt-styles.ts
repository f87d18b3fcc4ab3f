import type { CSSResult } from 'lit'

/** Has a shadow root wear a style sheet that came later than its element, once. */
export function adoptStyles(root: ShadowRoot, { styleSheet }: CSSResult): void {
  const { adoptedStyleSheets: sheets } = root
  if (styleSheet && !sheets.includes(styleSheet)) sheets.push(styleSheet)
}
