import type { Channel } from '@visavis/shared/wire/chat-request.ts'
import type { LitElement } from 'lit'
import type { Call } from '../../call/call.ts'
import type { CallHost, CallHostEvents, CallSurroundings } from '../../call/call-host.ts'
import type { Conversation } from '../../chat/conversation.ts'
import type { VisavisEvent } from '../../events/visavis-event.ts'
import { followWords, type SpeakingPanel } from '../../localization/follow-words.ts'
import { adoptStyles } from '../../styles/adopt-styles.ts'
import { beginCall } from '../call/begin-call.ts'
import type { PanelActionEvent } from './panel-action.ts'
import { panelInCallStyles } from './panel-in-call.styles.ts'
import type { PanelPlaces } from './places.ts'

/** A panel, as a call knows it. */
export type CallingPanel = LitElement &
  SpeakingPanel &
  PanelPlaces & {
    readonly conversation: Conversation
    readonly portrait: Node | undefined
    readonly open: boolean
    readonly tell: (news: VisavisEvent) => void
    call: Pick<Call, 'interrupt' | 'tellsMind'> | null
    callStatus: string
    channel: Channel
  }

/** Begins a call in a panel; this module loads with the first one. */
export async function beginPanelCall(
  panel: CallingPanel,
  sound: AudioContext | null,
): Promise<void> {
  await beginCall(new PanelCallHost(panel), sound)
}

/** A panel as the host of a call. */
export class PanelCallHost implements CallHost {
  readonly #panel: CallingPanel
  readonly #left = new AbortController()
  #element: HTMLElement | undefined

  constructor(panel: CallingPanel) {
    this.#panel = panel
  }

  get conversation() {
    return this.#panel.conversation
  }

  loadWords() {
    return this.#panel.words.loadCallWords()
  }

  get portrait() {
    return this.#panel.portrait
  }

  get isReady(): boolean {
    const { open, isConnected, call } = this.#panel
    return open && isConnected && call === null
  }

  get size() {
    return this.#root.querySelector('.body') as HTMLElement
  }

  get tell() {
    return this.#panel.tell
  }

  show(element: HTMLElement, call: Call, events: CallHostEvents): void {
    const { onKey, onReading, onResize, onWords } = events
    const panel = this.#panel
    const root = this.#root
    panel.call = call
    this.#element = element
    panel.attach({ element, place: 'stage' })
    panel.toggleAttribute('in-call', true)
    adoptStyles(root, panelInCallStyles)
    const { signal } = this.#left
    const first = { capture: true, signal }
    const act = (event: Event) => {
      const { type } = (event as PanelActionEvent).action
      if (type === 'send') call.write('sent')
      if (type === 'stop') call.interrupt()
      if (type !== 'draft') return
      call.write('typing')
      onReading()
    }
    root.addEventListener('panel-action', act, first)
    root.addEventListener('keydown', (event) => onKey(event as KeyboardEvent), first)
    const scroll = (event: Event) => {
      const path = event.composedPath() as Partial<Element>[]
      if (path.some(({ localName }) => localName === 'visavis-messages')) onReading()
      call.activity()
    }
    for (const type of ['wheel', 'touchmove']) {
      root.addEventListener(type, scroll, { ...first, passive: true })
    }
    panel.addEventListener('pointerdown', () => call.activity(), first)
    window.addEventListener('pagehide', () => void call.end('left'), first)
    followWords(panel, { load: (words) => words.loadCallWords(), onWords, signal })
    const controller = {
      hostUpdated: () => {
        if (!panel.open) void call.end('ended')
      },
    }
    panel.addController(controller)
    const resizing = new ResizeObserver(onResize)
    resizing.observe(this.size)
    signal.addEventListener('abort', () => {
      panel.removeController(controller)
      resizing.disconnect()
    })
  }

  update({ status, channel, traits }: CallSurroundings): void {
    const panel = this.#panel
    panel.callStatus = status
    panel.channel = channel
    for (const [name, isOn] of Object.entries(traits)) panel.toggleAttribute(name, isOn)
  }

  leave(): void {
    const panel = this.#panel
    const hadFocus = this.#element?.matches(':focus-within')
    this.#left.abort()
    // A sheet less has a browser forget the styles that it keeps, and the call that they were drawn in.
    const root = this.#root
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter(
      (sheet) => sheet !== panelInCallStyles.styleSheet,
    )
    for (const name of ['in-call', 'voiced', 'reading', 'sideways']) panel.removeAttribute(name)
    panel.call = null
    panel.callStatus = ''
    panel.channel = 'text'
    this.#element?.remove()
    if (hadFocus && panel.open) void this.#focusTalk()
  }

  async loadSideways(): Promise<void> {
    const { panelSidewaysStyles } = await import('./panel-sideways.styles.ts')
    adoptStyles(this.#root, panelSidewaysStyles)
  }

  focusWriting(): void {
    this.#panel.focus()
  }

  get #root(): ShadowRoot {
    return this.#panel.renderRoot as ShadowRoot
  }

  /** What begins a call is there again once it is over. */
  async #focusTalk(): Promise<void> {
    await this.#panel.updateComplete
    const composer = this.#root.querySelector('visavis-composer')
    await composer?.updateComplete
    composer?.focusTalk()
  }
}
