/**
 * Takes the focus along a row of buttons by its arrow keys, and to its ends by Home and End, as menus
 * and toolbars do that are one tab stop each.
 *
 * @param arrows - The keys that go back and forth.
 */
export function roveFocus(
  event: KeyboardEvent,
  items: readonly HTMLElement[],
  [back, forth]: readonly [back: string, forth: string],
): void {
  const current = items.findIndex((item) => item.matches(':focus'))
  const target = { [back]: current - 1, [forth]: current + 1, Home: 0, End: -1 }[event.key]
  if (target === undefined) return
  event.preventDefault()
  items.at(target % items.length)?.focus()
}
