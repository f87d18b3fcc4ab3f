/** Resolves with the first element of that kind, once it is there. */
export async function found<Tag extends keyof HTMLElementTagNameMap>(
  root: Element | ShadowRoot | null,
  selector: Tag,
): Promise<HTMLElementTagNameMap[Tag]>
export async function found(root: Element | ShadowRoot | null, selector: string): Promise<Element>
export async function found(root: Element | ShadowRoot | null, selector: string): Promise<Element> {
  for (;;) {
    const element = root?.querySelector(selector)
    if (element) return element
    await new Promise<void>((resolve) => {
      const watch = new MutationObserver(() => {
        watch.disconnect()
        resolve()
      })
      watch.observe(root as Node, { childList: true, subtree: true })
    })
  }
}
