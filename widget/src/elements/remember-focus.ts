/**
 * Remembers what has the focus in an element, however deep. The function that comes back gives it
 * back, if nothing else on the page has it by then: what covered it is gone, and the focus with it.
 *
 * @param instead - Finds another place where what had the focus is gone, too.
 */
export function rememberFocus(host: Element, instead: () => void): () => void {
  const root = host.getRootNode() as ShadowRoot
  let before = root.activeElement
  while (before?.shadowRoot?.activeElement) before = before.shadowRoot.activeElement
  const isNowhere = () => document.activeElement === document.body
  return () => {
    if (!isNowhere()) return
    ;(before as HTMLElement | null)?.focus()
    if (isNowhere()) instead()
  }
}
