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
  keepAboveKeyboard(panel)
}

/** A keyboard on the screen covers the page without resizing it; a phone's panel keeps above it. */
export function keepAboveKeyboard({ style }: HTMLElement): void {
  if (!visualViewport) return
  style.setProperty('--_sheet-top', `${visualViewport.offsetTop}px`)
  style.setProperty('--_sheet-height', `${visualViewport.height}px`)
}
