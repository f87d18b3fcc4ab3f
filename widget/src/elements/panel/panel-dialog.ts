/**
 * Shows or hides a panel that is a dialog: a modal one is all there is on a phone, another one a
 * companion to the page on wide screens.
 */
export function presentDialog(panel: HTMLElement, isOpen: boolean, isModal: boolean): void {
  if (!(panel instanceof HTMLDialogElement)) return
  if (panel.open && (!isOpen || panel.matches(':modal') !== isModal)) panel.close()
  if (!isOpen || panel.open) return
  // Not `show()`: it would take the focus, also when the page opens the panel by itself.
  if (isModal) panel.showModal()
  else panel.open = true
  fitScreen(panel)
}

/**
 * A keyboard on the screen covers the page without resizing it; the panel keeps above it. Whoever
 * looks closer with two fingers finds everything where it was. What a page's own `zoom` makes larger
 * the screen is not.
 */
export function fitScreen(panel: HTMLElement): void {
  const { style } = panel
  style.setProperty('--_zoom', `${panel.currentCSSZoom ?? 1}`)
  if (visualViewport?.scale !== 1) return
  style.setProperty('--_sheet-top', `${visualViewport.offsetTop}px`)
  style.setProperty('--_sheet-height', `${visualViewport.height}px`)
}
