import { loadPart } from '../../load-part.ts'
import type { PanelWords } from '../../localization/panel-words.ts'

const shownMs = 6000

/**
 * Copies where the page has no clipboard of its own, as a visitor would: by selecting. Where that is
 * not allowed either, it says so in the message.
 *
 * @returns whether the text was copied
 * @throws ConversationError when what it would say does not arrive
 */
export async function copyBySelection(
  text: string,
  root: ShadowRoot,
  words: PanelWords,
): Promise<boolean> {
  // An answer that is still being written has a block of code to copy, and no toolbar yet.
  const place = root.querySelector('[role=toolbar]') ?? root
  const focused = root.activeElement as HTMLElement | null
  const field = document.createElement('textarea')
  field.value = text
  field.readOnly = true
  field.style.cssText = 'position: fixed; inset: 0 auto auto 0; opacity: 0'
  let isCopied = false
  // A page that prevents copying, or adds words of its own, is met here, where the event begins.
  field.addEventListener('copy', (event) => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    isCopied = event.clipboardData !== null
  })
  place.append(field)
  field.select()
  isCopied = document.execCommand('copy') && isCopied
  field.remove()
  focused?.focus({ preventScroll: true })
  if (!isCopied) tell(place, (await loadPart(words.loadRareWords)).copyRefused)
  return isCopied
}

function tell(place: ParentNode, text: string): void {
  const note = document.createElement('span')
  note.role = 'alert'
  note.textContent = text
  place.append(note)
  setTimeout(() => note.remove(), shownMs)
}
