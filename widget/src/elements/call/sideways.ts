import { callSidewaysStyles, panelSidewaysStyles } from './sideways.styles.ts'

/** Lets a panel and the call in it stand side by side; few screens are so low, and it loads for them. */
export function dressSideways(panel: ShadowRoot, call: ShadowRoot): void {
  for (const [root, { styleSheet }] of [
    [panel, panelSidewaysStyles],
    [call, callSidewaysStyles],
  ] as const) {
    const { adoptedStyleSheets: sheets } = root
    if (styleSheet && !sheets.includes(styleSheet)) sheets.push(styleSheet)
  }
}
