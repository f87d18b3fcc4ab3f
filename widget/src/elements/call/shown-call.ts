import type { Call, CallEvents } from '../../call/call.ts'
import type { CallHost } from '../../call/call-host.ts'
import type { CallView } from '../../call/call-view.ts'
import type { CallWords } from '../../localization/call-words.ts'
import { loadOnce } from '@visavis/shared/load-once.ts'
import { adoptStyles } from '../../styles/adopt-styles.ts'
import { VisavisCall } from './call.ts'

/** A host lower than this has no room for a large face above what is written. */
const lowestHost = 440

/** One as wide and as low as this has it beside that. */
const sidewaysHost = { leastWidth: 520, mostHeight: 480 }

/** What has a use of its own for the Escape key. */
const escapable = '[role=menu], [role=alertdialog], .volume:has(.level)'

export type ShownCallOptions = {
  readonly host: CallHost
  readonly words: CallWords
  /** Makes the call, which puts its face on the stage. */
  readonly createCall: (events: CallEvents & { readonly stage: HTMLElement }) => Call
}

/** A call as it is shown: its element, and what a visitor does with it and around it. */
export class ShownCall {
  readonly #host: CallHost
  readonly #element = new VisavisCall()
  readonly #call: Call
  readonly #loadSideways = loadOnce(async () => {
    const [{ callSidewaysStyles }] = await Promise.all([
      import('./sideways.styles.ts'),
      this.#host.loadSideways(),
    ])
    adoptStyles(this.#element.renderRoot as ShadowRoot, callSidewaysStyles)
    return true
  })
  /** The visitor has chosen to write. */
  #isWriting = false
  /** The face is to leave room for what is written. */
  #isReading = false
  #isSideways = false

  constructor({ host, words, createCall }: ShownCallOptions) {
    this.#host = host
    const element = this.#element
    const { stage } = element
    this.#call = createCall({
      stage,
      onChange: (view) => this.#changed(view),
      tell: host.tell,
    })
    element.words = words
    element.call = this.#call
    element.portrait = host.portrait?.cloneNode(true)
    element.setAttribute(
      'exportparts',
      'call-stage, call-face, call-video, call-captions, call-note, call-bar, call-end',
    )
  }

  async begin(): Promise<void> {
    const element = this.#element
    this.#host.show(element, this.#call, {
      onKey: (event) => this.#press(event),
      onReading: () => this.#shrink(true),
      // A phone is turned round, a window drawn smaller.
      onResize: () => void this.#turn(),
      onWords: (words) => {
        element.words = words
        this.#update()
      },
    })
    element.addEventListener('call-write', this.#write)
    this.#update()
    await element.updateComplete
    element.focus()
    // A face may take its time, and whoever has asked for the call goes on.
    void this.#call.start()
  }

  #changed(view: CallView): void {
    if (view.phase === 'over') {
      this.#element.removeEventListener('call-write', this.#write)
      return this.#host.leave()
    }
    const begins = view.mindState === 'speaking' && this.#element.view.mindState !== 'speaking'
    this.#element.view = view
    if (begins && !this.#isWriting) this.#shrink(false)
    else this.#update()
  }

  #press(event: KeyboardEvent): void {
    this.#call.activity()
    if (event.key !== 'Escape') return
    const path = event.composedPath()
    if (path.some((node) => node instanceof Element && node.matches(escapable))) return
    event.preventDefault()
    event.stopPropagation()
    this.#call.interrupt()
  }

  readonly #write = (): void => {
    this.#isWriting = !this.#element.small
    this.#shrink(this.#isWriting)
    if (this.#isWriting) this.#host.focusWriting()
  }

  async #turn(): Promise<void> {
    const isTurned = () => {
      const { clientWidth, clientHeight } = this.#host.size
      return clientWidth >= sidewaysHost.leastWidth && clientHeight <= sidewaysHost.mostHeight
    }
    // Where what it takes does not come, the face is small, as in other low hosts.
    const isReady = isTurned() && (await this.#loadSideways().catch(() => false))
    if (this.#call.view.phase === 'over') return
    this.#isSideways = isReady && isTurned()
    this.#element.toggleAttribute('sideways', this.#isSideways)
    this.#shrink(this.#isReading)
  }

  #shrink(isSmall: boolean): void {
    this.#isReading = isSmall
    // Beside what is written the face takes no room from it.
    this.#element.small =
      !this.#isSideways && (isSmall || this.#host.size.clientHeight < lowestHost)
    this.#update()
  }

  #update(): void {
    const { view, small, words } = this.#element
    const isOn = view.phase === 'on'
    this.#host.update({
      status: statusOf(view, words),
      channel: isOn ? this.#call.channel : 'text',
      traits: {
        voiced: isOn && view.volume > 0,
        reading: small,
        sideways: this.#isSideways,
      },
    })
  }
}

/** What the character does, if anything: at rest the host says what it is. */
function statusOf({ phase, mindState }: CallView, words: CallWords): string {
  if (phase !== 'on') return words.connecting
  return mindState === 'idle' ? '' : words.states[mindState]
}
