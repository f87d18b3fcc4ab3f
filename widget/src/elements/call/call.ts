import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { Call } from '../../call/call.ts'
import { type CallView, newCallView } from '../../call/call-view.ts'
import type { CallWords } from '../../localization/call-words.ts'
import { NativeEvent } from '../../native-event.ts'
import { adoptStyles } from '../../styles/adopt-styles.ts'
import { shared } from '../../styles/shared.styles.ts'
import { callStyles } from './call.styles.ts'
import { callIcons } from './call-icons.ts'
import type { callNote, CallNoteOptions } from './call-note.ts'
import type { CallQuestion } from './call-question.ts'
import { HeldPress } from './held-press.ts'
import { VolumeControl } from './volume-control.ts'

/** A state that lasts shorter than this is not told to those who do not see it. */
const settledMs = 1500

/**
 * @summary A call: the face that talks, its captions, and what a visitor can do about it.
 * @tagname visavis-call
 * @slot question - What waits for a yes or no.
 * @csspart call-stage - The light behind the face.
 * @csspart call-face - The face, a drawing or a video.
 * @csspart call-video - The video, where the face is one.
 * @csspart call-captions - What is being said.
 * @csspart call-note - What does not work, and what to do.
 * @csspart call-bar - The row of controls.
 * @csspart call-end - Ends the call.
 */
export class VisavisCall extends LitElement {
  static override styles = [shared, callStyles]
  static override properties = {
    words: { attribute: false },
    call: { attribute: false },
    view: { attribute: false },
    portrait: { attribute: false },
    small: { type: Boolean, reflect: true },
    earProblems: { state: true },
    renderNote: { state: true },
    captioned: { state: true },
    isNoteClosed: { state: true },
    isSettled: { state: true },
    announcement: { state: true },
  }

  words!: CallWords
  /** Null once the call is over. */
  call: Call | null = null
  view: CallView = newCallView
  /** Stands there until the face has come. */
  portrait: Node | undefined
  /** Only a strip: the visitor reads or writes. */
  small = false

  private earProblems: CallNoteOptions['earProblems'] = null
  private renderNote: typeof callNote | undefined
  private captioned = true
  private isNoteClosed = false
  private isSettled = false
  private announcement = ''

  /** The words whose rare ones are fetched. */
  #learnt: CallWords | undefined
  #settling = 0
  #hadFocus = false
  /** Withdraws the question that is asked. */
  #asking = new AbortController()
  readonly #volume = new VolumeControl(this)
  readonly #microphone = new HeldPress({
    canHold: () => this.view.microphone === 'off',
    onHold: () => void this.call?.hold(true),
    onLetGo: () => void this.call?.hold(false),
    onClick: () => void this.call?.listen(this.view.microphone === 'off'),
  })

  /** Where the face is to be put; the same element as long as the call lasts. */
  readonly stage = document.createElement('div')

  constructor() {
    super()
    this.stage.className = 'face'
    this.stage.part.add('call-face')
  }

  /** Puts the focus where the visitor begins to speak. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('.microphone')?.focus(options)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#settling)
    this.#microphone.leave()
    // A page that moves the element elsewhere does not end what goes on in it.
    queueMicrotask(() => {
      if (!this.isConnected) this.#leave()
    })
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#hadFocus = this.shadowRoot?.activeElement != null
    if (hasNote(this.view)) void this.#learn()
    const before = changed.get('view')
    if (before === undefined) return
    if (before.question !== this.view.question) {
      this.#asking.abort()
      if (this.view.question) void this.#ask(this.view.question)
    }
    for (const trouble of ['earProblem', 'isVideoMissing', 'isVoiceMissing'] as const) {
      if (before[trouble] !== this.view[trouble]) this.isNoteClosed = false
    }
    if (before.mindState !== this.view.mindState || before.phase !== this.view.phase) {
      clearTimeout(this.#settling)
      this.isSettled = false
      this.#settling = window.setTimeout(() => this.#settle(), settledMs)
    }
  }

  protected override updated(): void {
    // What had the focus is gone: nobody is left without one.
    if (this.#hadFocus && !this.shadowRoot?.activeElement) this.focus()
  }

  protected override render(): TemplateResult | typeof nothing {
    const { call, view, words, small } = this
    if (call === null) return nothing
    const { question } = view
    return html`
      <section class="call ${question ? 'asking' : ''}" aria-label=${words.call}>
        <div class="stage ${view.face}" part="call-stage">
          ${view.face === 'none' ? html`<div class="awaited">${this.portrait}</div>` : nothing}
          ${this.stage}
        </div>
        ${this.captioned && !small && !question ? this.#renderCaptions() : nothing}
        ${this.renderNote?.({
          view,
          words,
          earProblems: this.earProblems,
          isClosed: this.isNoteClosed,
          onClose: () => (this.isNoteClosed = true),
          onUnlockSound: () => call.unlockSound(),
          onListen: () => void call.listen(true),
        })}
        ${question ? html`<slot name="question"></slot>` : nothing} ${this.#renderBar(call)}
        <p class="visually-hidden" role="status">${this.announcement}</p>
      </section>
    `
  }

  /** For eyes: who hears the voice, or a screen reader the answer, needs no third telling. */
  #renderCaptions(): TemplateResult {
    const { caption, speaker, mindState, microphone, phase } = this.view
    const hint = {
      idle: microphone === 'off' && this.words.hint,
      listening: speaker === 'character' && this.words.listeningHint,
    }[mindState as string]
    if (phase === 'on' && hint && this.isSettled) {
      return html`<p class="captions hint" part="call-captions">${hint}</p>`
    }
    return html`<p class="captions ${speaker}" part="call-captions" aria-hidden="true" dir="auto">
      ${caption ? html`<span>${caption.before}<b>${caption.word}</b>${caption.after}</span>` : nothing}
    </p>`
  }

  #renderBar(call: Call): TemplateResult {
    const { view, words, small } = this
    const hears = view.microphone !== 'off'
    return html`
      <div class="bar" part="call-bar" role="group" aria-label=${words.controls}>
        <button
          class="control microphone ${view.microphone}"
          aria-label=${hears ? words.stopListening : words.listen}
          aria-pressed=${hears}
          @pointerdown=${this.#microphone.down}
          @pointerup=${this.#microphone.up}
          @pointercancel=${this.#microphone.cancel}
          @keydown=${this.#microphone.keyDown}
          @keyup=${this.#microphone.keyUp}
          @blur=${this.#microphone.blur}
          @click=${this.#microphone.click}
        >
          ${hears ? callIcons.microphone : callIcons.microphoneOff}
        </button>
        <button
          class="control"
          aria-label=${words.captions}
          aria-pressed=${this.captioned}
          @click=${() => (this.captioned = !this.captioned)}
        >
          ${callIcons.captions}
        </button>
        ${this.#volume.render(words, view.volume, (volume) => call.setVolume(volume))}
        <button
          class="control"
          aria-label=${words.write}
          aria-pressed=${small}
          @click=${() => this.dispatchEvent(new NativeEvent('call-write'))}
        >
          ${callIcons.keyboard}
        </button>
        ${
          view.face === 'video' && document.pictureInPictureEnabled
            ? html`<button class="control" aria-label=${words.picture} @click=${this.#float}>
                ${callIcons.picture}
              </button>`
            : nothing
        }
        <button
          class="control end"
          part="call-end"
          aria-label=${words.end}
          @click=${() => void call.end('ended')}
        >
          ${callIcons.end}
        </button>
      </div>
    `
  }

  /** Fetches what shows a note, and what it may say; words that did not arrive are said in general. */
  async #learn(): Promise<void> {
    const { words } = this
    if (this.#learnt === words) return
    this.#learnt = words
    try {
      const { callNote, callNoteStyles } = await import('./call-note.ts')
      adoptStyles(this.renderRoot as ShadowRoot, callNoteStyles)
      this.renderNote = callNote
      const earProblems = await words.loadEarProblems().catch(() => ({}))
      if (this.#learnt === words) this.earProblems = earProblems
    } catch {
      // The next change asks again.
      this.#learnt = undefined
    }
  }

  async #ask(question: CallQuestion): Promise<void> {
    const { call, words } = this
    const { signal } = (this.#asking = new AbortController())
    try {
      const { askInCall } = await import('./call-question.ts')
      if (call) await askInCall(this, { question, words, call, signal })
    } catch {
      // What cannot be asked is not agreed to.
      if (question === 'consent') void call?.listen(false)
      if (question === 'take-over') void call?.end('ended')
    }
  }

  #settle(): void {
    const { phase, mindState } = this.view
    this.isSettled = true
    // Who speaks is heard.
    if (phase === 'on' && mindState !== 'speaking') this.announcement = this.words.states[mindState]
  }

  /** A browser may remember for long what a clip path was drawn in: let that be next to nothing. */
  #leave(): void {
    this.#asking.abort()
    void this.call?.end('left')
    this.call = null
    this.portrait = undefined
    this.stage.remove()
  }

  /** The video over everything else on the screen, or back. */
  async #float(): Promise<void> {
    const video = this.stage.querySelector('video')
    try {
      if (document.pictureInPictureElement) await document.exitPictureInPicture()
      else await video?.requestPictureInPicture()
    } catch {
      // The browser would not; the face stays where it is.
    }
  }
}

/** There is, or will be in a moment, something to say that no caption says. */
function hasNote(view: CallView): boolean {
  const { microphone, earProblem, isSoundLocked, isVideoMissing, isVoiceMissing } = view
  return !!earProblem || microphone !== 'off' || isSoundLocked || isVideoMissing || isVoiceMissing
}

declare global {
  interface HTMLElementTagNameMap {
    'visavis-call': VisavisCall
  }
}
