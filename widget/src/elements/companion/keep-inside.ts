import type { ReactiveControllerHost } from 'lit'

/** What a page's shortcuts, copy guards and scroll hijackers listen for. */
const kept =
  'keydown keypress keyup beforeinput input copy cut paste wheel touchstart touchmove contextmenu'

/**
 * What a visitor does in the widget stays in it, once the widget has seen it; to the page it would
 * look as if it had happened to an element that is no text field. What a page's capturing listener
 * has prevented before is done by hand.
 */
export function keepInside(frame: HTMLElement, panel: ReactiveControllerHost): void {
  for (const type of kept.split(' ')) {
    frame.addEventListener(type, (event) => event.stopPropagation(), { passive: true })
    const look = (event: Event) => {
      if (event.defaultPrevented) void redo(event)
    }
    frame.addEventListener(type, look, { capture: true, passive: true })
  }
  // Whoever watches the focus to pull it back watches from the document or below.
  const hide = (event: Event) => {
    if (event.composedPath().includes(frame)) event.stopImmediatePropagation()
  }
  panel.addController({
    hostConnected: () => {
      for (const type of ['focus', 'focusin']) addEventListener(type, hide, true)
    },
    hostDisconnected: () => {
      for (const type of ['focus', 'focusin']) removeEventListener(type, hide, true)
    },
  })
}

async function redo(event: Event): Promise<void> {
  // Gone once the event is over.
  const path = event.composedPath()
  const pasted = (event as ClipboardEvent).clipboardData?.getData('text')
  const { redoPrevented } = await import('./redo-prevented.ts')
  redoPrevented(event, path, pasted)
}
