import type { Caption } from '../../speech/speaking/time/captions.ts'
import type { MindSignal } from '../../conversation/mind-state.ts'
import { CallEndEvent, type CallEndReason } from '../../events/call-end.ts'
import { CallStartEvent } from '../../events/call-start.ts'
import { CaptionEvent } from '../../events/caption.ts'
import type { VisavisEvent } from '../../events/visavis-event.ts'
import type { ConversationChange } from '../../conversation/state.ts'
import { CallAnswers } from './call-answers.ts'
import { CallHearing } from './call-hearing.ts'
import { CallMind } from './call-mind.ts'
import { CallMouth } from './call-mouth.ts'
import type { CallConversation, CallFace, CallParts } from './call-parts.ts'
import { type CallView, newCallView } from '../call-view.ts'
import { IdleWatch } from '../idle-watch.ts'
import { SaidMessages } from './said-messages.ts'

export type CallControllerOptions = {
  readonly parts: CallParts
  readonly conversation: CallConversation
  /** Where the face is put. */
  readonly stage: HTMLElement
  readonly onChange: (view: CallView) => void
  /** Tells the page. */
  readonly tell: (news: VisavisEvent) => void
}

/**
 * One call: a face that says the conversation's answers while they are written, and an ear whose
 * words become the visitor's messages in the same conversation. It begins with `start` and is over
 * for good with `end`; what was said stays in the conversation. No method rejects.
 */
export class CallController {
  readonly #options: CallControllerOptions
  readonly #mind: CallMind
  readonly #mouth: CallMouth
  readonly #hearing: CallHearing
  readonly #answers: CallAnswers
  readonly #said: SaidMessages
  readonly #idle: IdleWatch
  readonly #unsubscribe: () => void
  #view = newCallView
  #isClaimed = false

  constructor(options: CallControllerOptions) {
    this.#options = options
    const { parts, conversation, stage, tell } = options
    const { clock, markCut, openEar } = parts
    const signal = (signal: MindSignal) => this.#signal(signal)
    this.#said = new SaidMessages(conversation)
    this.#mind = new CallMind({
      tell,
      now: () => clock.now(),
      onChange: (mindState) => {
        this.#mouth.turnTo(mindState)
        this.#show({ mindState })
      },
    })
    this.#mouth = new CallMouth({
      parts,
      stage,
      onFace: (face, isVideoMissing) => this.#faceCame(face, isVideoMissing),
      onCaption: (caption) => this.#caption('character', caption),
      onSound: () => {
        this.#hearing.avatarSpeaks(true)
        this.#answers.sound()
      },
      onSilence: () => this.#hearing.avatarSpeaks(false),
      onOver: (cut) => this.#answers.wasHeard(cut),
      onHeardVisitor: (text) => this.#hearing.understand(text),
      onFailed: () => void this.end('failed'),
    })
    this.#answers = new CallAnswers({
      conversation,
      markCut,
      mouth: this.#mouth,
      signal,
      onEnd: () => this.#said.sendOn(),
    })
    this.#hearing = new CallHearing({
      openEar,
      mouth: this.#mouth,
      signal,
      show: (change) => this.#show(change),
      onWords: (text) => {
        this.#mouth.followTalk()
        this.#caption('visitor', { before: text, word: '', after: '' })
      },
      onInterruption: () => this.interrupt(),
      onSaid: (text) => this.#visitorSaid(text),
      // Half a sentence is no message yet: the visitor finishes it in writing.
      onBrokenOff: (text) => {
        const { draft } = conversation.view
        conversation.setDraft(draft === '' ? text : `${draft} ${text}`)
      },
    })
    this.#idle = new IdleWatch({
      clock,
      onAsk: () => this.#show({ question: 'still-there' }),
      onGone: () => void this.end('idle'),
    })
    this.#unsubscribe = conversation.subscribe((change) => this.#hear(change))
  }

  get view(): CallView {
    return this.#view
  }

  /** The page is told of the mind by this call, which knows of the ear and of the voice, too. */
  get tellsMind(): boolean {
    return this.#isClaimed && this.#view.phase !== 'over'
  }

  /** Begins the call. Where another tab has one, it asks first, and begins with a yes. */
  async start({ isTakingOver = false } = {}): Promise<void> {
    const { claim } = this.#options.parts
    this.#show({ question: null })
    const onLost = () => void this.end('taken-over')
    if (!(await claim.take({ isTakingOver, onLost }))) {
      this.#show({ question: 'take-over' })
      return
    }
    if (this.#view.phase === 'over') return claim.release()
    this.#isClaimed = true
    this.#answers.greet()
    await this.#mouth.bring()
  }

  /** Ends the call; a running answer goes on in writing, and what was not heard is there to read. */
  async end(reason: CallEndReason): Promise<void> {
    if (this.#view.phase === 'over') return
    const hasBegun = this.#view.phase === 'on'
    this.#unsubscribe()
    this.#idle.stop()
    this.#hearing.close()
    this.#options.parts.claim.release()
    this.#mind.signal({ type: 'ended' })
    this.#show({ phase: 'over', question: null, caption: null })
    if (hasBegun) this.#options.tell(new CallEndEvent(reason))
    await this.#mouth.close()
  }

  /** Silences the face and stops the answer; what was said of it stays. */
  interrupt(): void {
    this.#answers.interrupt()
  }

  /** The visitor writes: whoever does that does not listen any more. */
  visitorWrites(): void {
    if (this.#mouth.hasWords) this.interrupt()
    this.stir()
  }

  /** The visitor has sent what was written. */
  visitorSends(): void {
    this.interrupt()
    this.#signal({ type: 'understood' })
  }

  /** Somebody is there. */
  stir(): void {
    if (this.#view.question === 'still-there') this.#show({ question: null })
    this.#watch()
  }

  /** Switches the microphone. `mayAudioLeave`: the visitor lets the browser send audio away. */
  async listen(isOn: boolean, { mayAudioLeave = false } = {}): Promise<void> {
    this.stir()
    await this.#hearing.turn(isOn, mayAudioLeave)
  }

  /** The microphone is open while a button is held; then what was said is a message. */
  async hold(isHeld: boolean): Promise<void> {
    await (isHeld ? this.#hearing.hold() : this.#hearing.letGo())
  }

  /** The visitor would rather write than let the browser send audio away. */
  declineConsent(): void {
    this.#show({ question: null })
  }

  setVolume(volume: number): void {
    this.#mouth.setVolume(volume)
    this.#show({ volume })
  }

  #hear(change: ConversationChange): void {
    // The element is about to talk with somebody else.
    if (change.event.type === 'session-requested') void this.end('left')
    else if (this.#isClaimed) this.#answers.hear(change)
  }

  #faceCame(face: CallFace, isVideoMissing: boolean): void {
    const { phase } = this.#view
    this.#show({ phase: 'on', face: face.kind, isVideoMissing })
    if (phase === 'starting') this.#options.tell(new CallStartEvent(face.kind))
    this.#mouth.turnTo(this.#mind.state)
    this.#hearing.faceChanged()
    this.#watch()
  }

  #visitorSaid(text: string): void {
    this.interrupt()
    this.#signal({ type: 'understood' })
    this.#caption('visitor', { before: text, word: '', after: '' })
    this.#said.add(text)
  }

  #caption(speaker: 'character' | 'visitor', caption: Caption): void {
    const { before, word, after } = caption
    const text = `${before}${word}${after}`
    const voice = speaker === 'character' ? (this.#mouth.face?.voice() ?? null) : null
    this.#show({ speaker, caption, ...(voice && { isVoiceMissing: voice === 'silent' }) })
    this.#options.tell(new CaptionEvent({ speaker, text, word, voice }))
  }

  #signal(signal: MindSignal): void {
    if (this.#view.phase === 'over') return
    // What is written is still to be heard: until then the character is about to speak.
    const isAwaited = this.#mouth.isSpeaking && !this.#mind.isSounding
    if (signal.type === 'answered' && isAwaited) return
    this.#mind.signal(signal)
    this.stir()
  }

  /** The minute of silence runs only while nobody says or does anything. */
  #watch(): void {
    if (this.#view.phase === 'on' && this.#mind.isAtRest) this.#idle.stir()
    else this.#idle.stop()
  }

  #show(change: Partial<CallView>): void {
    this.#view = { ...this.#view, ...change }
    this.#options.onChange(this.#view)
  }
}
