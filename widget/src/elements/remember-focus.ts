/**
 * Remembers what has the focus in an element, however deep. The function that comes back gives it
 * back, if nothing else on the page has it by then: what covered it is gone, and the focus with it.
 * It returns false where nobody has the focus after all, since what had it is gone, too.
 */
export function rememberFocus(host: Element): () => boolean {
  let before = (host.getRootNode() as ShadowRoot).activeElement
  while (before?.shadowRoot?.activeElement) before = before.shadowRoot.activeElement
  const isSomewhere = () => document.activeElement !== document.body
  return () => {
    if (!isSomewhere()) (before as HTMLElement | null)?.focus()
    return isSomewhere()
  }
}
