/** How far a line is, for a wheel that counts in lines, in pixels. */
const lineHeight = 20

/**
 * Does by hand what a page has kept the browser from doing: what was typed, deleted or pasted is in
 * the text, a button is pressed, and the conversation scrolls.
 */
export function redoPrevented(event: Event, path: readonly EventTarget[], pasted = ''): void {
  if (event instanceof WheelEvent) scroll(event, path)
  else if (event instanceof KeyboardEvent) press(event, path[0])
  else if (event.type === 'paste' && pasted !== '')
    document.execCommand('insertText', false, pasted)
}

function scroll({ deltaY, deltaMode }: WheelEvent, path: readonly EventTarget[]): void {
  const top = deltaMode === WheelEvent.DOM_DELTA_LINE ? deltaY * lineHeight : deltaY
  for (const element of path) {
    if (!(element instanceof HTMLElement)) continue
    const before = element.scrollTop
    element.scrollBy({ top, behavior: 'instant' })
    if (element.scrollTop !== before) return
  }
}

function press(event: KeyboardEvent, target: EventTarget | undefined): void {
  const { type, key, ctrlKey, altKey, metaKey, shiftKey, isComposing } = event
  const isShortcut = (ctrlKey || altKey || metaKey) && !event.getModifierState('AltGraph')
  if (isShortcut || isComposing || type === 'keyup') return
  if (target instanceof HTMLButtonElement) {
    if (key === 'Enter') target.click()
  } else if (target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement) {
    // As the browser itself would, with a way back.
    if (key.length === 1) document.execCommand('insertText', false, key)
    else if (key === 'Enter' && target instanceof HTMLInputElement) target.form?.requestSubmit()
    else if (key === 'Enter' && shiftKey) document.execCommand('insertLineBreak')
    else if (key === 'Backspace') document.execCommand('delete')
    else if (key === 'Delete') document.execCommand('forwardDelete')
  }
}
