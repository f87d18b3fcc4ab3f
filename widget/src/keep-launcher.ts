import type { Presence } from './elements/companion/presence.ts'
import type { NotedMistake } from './mistakes/mistake.ts'

/** So long whoever took the launcher away may go on changing the page, in milliseconds. */
const patienceMs = 100

/**
 * Keeps a script tag's launcher on the page as long as no other element is there. Without a launcher it
 * says why there is none.
 */
export function keep(presence: Presence, launcher: HTMLElement | undefined): void {
  if (launcher) {
    let waiting = 0
    const settle = () => {
      const isThere = launcher.isConnected
      const root = document.documentElement as HTMLElement | null
      if (presence.count > Number(isThere)) launcher.remove()
      // A document that is being written anew has no root yet.
      else if (!root) presence.onChange()
      else if (!isThere) root.append(launcher)
    }
    presence.onChange = () => {
      clearTimeout(waiting)
      waiting = window.setTimeout(settle, patienceMs)
    }
    return settle()
  }
  presence.onChange = () => undefined
  for (const tag of ['psy-avatar', 'voice-consultant']) {
    const { prototype } = customElements.get(tag) ?? HTMLElement
    if (!('siteKey' in prototype)) return note(presence, ['tag-taken', tag])
  }
  // Another copy of the script, which came first, has put its own there.
  const isServed = document.querySelector('psy-avatar, voice-consultant')
  if (presence.count > 0 || isServed || document.querySelector('script[data-site-key]')) return
  note(presence, ['no-site-key'])
}

function note(presence: Presence, mistake: NotedMistake): void {
  void import('./mistakes/launcher-note.ts').then(({ showNote }) => showNote(presence, mistake))
}
