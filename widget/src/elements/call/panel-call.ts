import { CallController } from '../../call/direct/call-controller.ts'
import type { CallParts } from '../../call/direct/call-parts.ts'
import type { CallView } from '../../call/call-view.ts'
import type { CallWords } from '../../localization/call-words.ts'
import { followWords } from '../../localization/follow-words.ts'
import { loadOnce } from '@visavis/shared/load-once.ts'
import type { PanelActionEvent } from '../panel/panel-action.ts'
import type { VisavisPanel } from '../panel/panel.ts'
import { type CallWish, VisavisCall } from './call.ts'
import { panelInCallStyles } from './panel-in-call.styles.ts'

/** A panel lower than this has no room for a large face above what is written. */
const lowestPanel = 440

/** One as wide and as low as this has it beside that. */
const sidewaysPanel = { leastWidth: 520, mostHeight: 480 }

/** What has a use of its own for the Escape key. */
const escapable = '[role=menu], [role=alertdialog], .volume:has(.level)'

export type PanelCallOptions = {
  readonly panel: VisavisPanel
  readonly parts: CallParts
  readonly words: CallWords
  /** Made inside the visitor's click; null where a browser has none. */
  readonly sound: Pick<AudioContext, 'state' | 'resume' | 'close' | 'addEventListener'> | null
}

/** A call in a panel: shows it, and makes what a visitor does there known to it. */
export class PanelCall {
  readonly #options: PanelCallOptions
  readonly #element = new VisavisCall()
  readonly #controller: CallController
  readonly #left = new AbortController()
  /** The visitor has chosen to write. */
  #isWriting = false
  readonly #loadSideways = loadOnce(async () => (await import('./sideways.ts')).dressSideways)
  /** The face is to leave room for what is written. */
  #isReading = false
  #mindState: CallView['mindState'] = 'idle'
  #words: CallWords

  constructor(options: PanelCallOptions) {
    this.#options = options
    const { panel, parts, words, sound } = options
    this.#words = words
    const element = this.#element
    this.#controller = new CallController({
      parts,
      conversation: panel.conversation,
      stage: element.stage,
      onChange: (view) => this.#changed(view),
      tell: panel.tell,
    })
    element.slot = 'stage'
    element.words = words
    element.controller = this.#controller
    element.portrait = panel.portrait?.cloneNode(true)
    element.setAttribute(
      'exportparts',
      'call-stage, call-face, call-video, call-captions, call-note, call-bar, call-end',
    )
    sound?.addEventListener('statechange', () => this.#listenForSound())
  }

  async begin(): Promise<void> {
    const { panel } = this.#options
    panel.doing = this.#words.connecting
    panel.append(this.#element)
    const root = panel.renderRoot as ShadowRoot
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...sheets()]
    this.#follow()
    await this.#element.updateComplete
    this.#element.focus()
    setTimeout(() => this.#listenForSound(), 1000)
    // A face may take its time, and whoever has asked for the call goes on.
    void this.#controller.start()
  }

  get tellsMind(): boolean {
    return this.#controller.tellsMind
  }

  /** Silences the face; what was said of its answer stays. */
  interrupt(): void {
    this.#controller.interrupt()
  }

  #changed(view: CallView): void {
    const { panel } = this.#options
    const element = this.#element
    if (view.phase === 'over') return void this.#leave()
    element.view = view
    panel.doing = doingOf(view, this.#words)
    panel.channel = view.phase === 'on' ? 'avatar' : 'text'
    panel.toggleAttribute('voiced', view.phase === 'on' && view.volume > 0)
    const begins = view.mindState === 'speaking' && this.#mindState !== 'speaking'
    this.#mindState = view.mindState
    if (begins && !this.#isWriting) this.#shrink(false)
  }

  #follow(): void {
    const { panel } = this.#options
    const { signal } = this.#left
    const root = panel.renderRoot
    const first = { capture: true, signal }
    root.addEventListener('panel-action', (event) => this.#act(event as PanelActionEvent), first)
    root.addEventListener('keydown', (event) => this.#press(event as KeyboardEvent), first)
    for (const type of ['wheel', 'touchmove']) {
      root.addEventListener(type, (event) => this.#scroll(event), { ...first, passive: true })
    }
    panel.addEventListener('pointerdown', () => this.#controller.stir(), first)
    this.#element.addEventListener(
      'call-wish',
      (event) => this.#grant((event as CustomEvent<CallWish>).detail),
      { signal },
    )
    window.addEventListener('pagehide', () => void this.#controller.end('left'), { signal })
    followWords(panel, {
      load: (words) => words.loadCallWords(),
      onWords: (words) => this.#speak(words),
      signal,
    })
    const closing = new MutationObserver(() => {
      if (!panel.open) void this.#controller.end('ended')
    })
    closing.observe(panel, { attributeFilter: ['open'] })
    // A phone is turned round, a window drawn smaller.
    const resizing = new ResizeObserver(() => void this.#turn())
    resizing.observe(this.#body)
    signal.addEventListener('abort', () => {
      closing.disconnect()
      resizing.disconnect()
    })
  }

  /** The page has changed to another language. */
  #speak(words: CallWords): void {
    this.#words = this.#element.words = words
    this.#options.panel.doing = doingOf(this.#element.view, words)
  }

  #act({ action }: PanelActionEvent): void {
    if (action.type === 'draft') {
      this.#controller.visitorWrites()
      this.#shrink(true)
    }
    if (action.type === 'send') this.#controller.visitorSends()
    if (action.type === 'stop') this.#controller.interrupt()
  }

  #press(event: KeyboardEvent): void {
    this.#controller.stir()
    if (event.key !== 'Escape') return
    const path = event.composedPath()
    if (path.some((node) => node instanceof Element && node.matches(escapable))) return
    event.preventDefault()
    event.stopPropagation()
    this.#controller.interrupt()
  }

  /** Whoever scrolls the conversation reads it. */
  #scroll(event: Event): void {
    const path = event.composedPath()
    if (path.some((node) => node instanceof Element && node.localName === 'visavis-messages')) {
      this.#shrink(true)
    }
    this.#controller.stir()
  }

  #grant(wish: CallWish): void {
    const { panel, parts, sound } = this.#options
    if (wish === 'unlock-sound') {
      parts.unlockSound()
      void sound?.resume()
      return
    }
    this.#isWriting = !this.#element.small
    this.#shrink(this.#isWriting)
    if (this.#isWriting) panel.focus()
  }

  get #body(): HTMLElement {
    return this.#options.panel.renderRoot.querySelector('.body') as HTMLElement
  }

  async #turn(): Promise<void> {
    const { panel } = this.#options
    const isTurned = () => {
      const { clientWidth, clientHeight } = this.#body
      return clientWidth >= sidewaysPanel.leastWidth && clientHeight <= sidewaysPanel.mostHeight
    }
    // Where it does not come, the face is small, as in other low panels.
    const dress = isTurned() ? await this.#loadSideways().catch(() => null) : null
    if (this.#left.signal.aborted) return
    dress?.(panel.renderRoot as ShadowRoot, this.#element.renderRoot as ShadowRoot)
    const isSideways = dress !== null && isTurned()
    for (const element of [panel, this.#element]) element.toggleAttribute('sideways', isSideways)
    this.#shrink(this.#isReading)
  }

  #shrink(isSmall: boolean): void {
    const { panel } = this.#options
    const isLow = this.#body.clientHeight < lowestPanel
    this.#isReading = isSmall
    // Beside what is written the face takes no room from it.
    this.#element.small = !panel.hasAttribute('sideways') && (isSmall || isLow)
    panel.toggleAttribute('reading', this.#element.small)
  }

  #listenForSound(): void {
    this.#element.isSoundLocked = this.#options.sound?.state === 'suspended'
  }

  async #leave(): Promise<void> {
    const { panel, sound } = this.#options
    const root = panel.renderRoot as ShadowRoot
    const hadFocus = this.#element.matches(':focus-within')
    this.#left.abort()
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => !sheets().includes(sheet))
    for (const name of ['reading', 'voiced', 'sideways']) panel.removeAttribute(name)
    panel.call = null
    panel.doing = ''
    panel.channel = 'text'
    this.#element.remove()
    void sound?.close()
    if (!hadFocus || !panel.open) return
    // What begins a call is there again once it is over.
    await panel.updateComplete
    const composer = root.querySelector('visavis-composer')
    await composer?.updateComplete
    const talk = composer?.shadowRoot?.querySelector<HTMLElement>('[part=talk]')
    ;(talk ?? panel).focus()
  }
}

function sheets(): CSSStyleSheet[] {
  const { styleSheet } = panelInCallStyles
  return styleSheet ? [styleSheet] : []
}

/** What the character does, if anything: at rest the panel's header says what it is. */
function doingOf({ phase, mindState }: CallView, words: CallWords): string {
  if (phase !== 'on') return words.connecting
  return mindState === 'idle' ? '' : words.states[mindState]
}
