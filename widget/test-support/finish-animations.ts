/**
 * Ends whatever moves in an element, but for what never ends: what is half faded in has no contrast
 * yet, and what slides has no place. No root tells of what moves in the shadow trees below it.
 */
export function finishAnimations(element: Element): void {
  const moving = element.getAnimations({ subtree: true })
  for (const animation of moving) {
    if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish()
  }
  for (const each of [element, ...element.querySelectorAll('*')]) {
    for (const child of each.shadowRoot?.children ?? []) finishAnimations(child)
  }
}
