import type { ConversationView } from '../src/conversation/view.ts'
import { ScriptedAvatar } from './scripted-avatar.ts'
import { readyView } from './states.ts'

if (!customElements.get('scripted-avatar')) customElements.define('scripted-avatar', ScriptedAvatar)

/** Opens a scripted element on the page and waits until it is drawn. */
export async function mountOpen(
  view: Partial<ConversationView> = {},
  attributes: Record<string, string> = { lang: 'en', placement: 'floating' },
): Promise<ScriptedAvatar> {
  const avatar = new ScriptedAvatar()
  for (const [name, value] of Object.entries(attributes)) avatar.setAttribute(name, value)
  avatar.view = { ...readyView('en'), ...view }
  document.body.append(avatar)
  await avatar.show()
  await avatar.drawn()
  return avatar
}

/** Presses a key on what has the focus deep inside, or on a given target. */
export function press(target: EventTarget | null | undefined, key: string, init = {}): boolean {
  const event = { key, bubbles: true, composed: true, cancelable: true, ...init }
  return target?.dispatchEvent(new KeyboardEvent('keydown', event)) ?? true
}
