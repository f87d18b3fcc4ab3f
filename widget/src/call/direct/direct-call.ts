import type { Caption } from '../../speech/speaking/time/captions.ts'
import type { MindSignal } from '../../conversation/mind-state.ts'
import { CallEndEvent, type CallEndReason } from '../../events/call-end.ts'
import { CallStartEvent } from '../../events/call-start.ts'
import { CaptionEvent } from '../../events/caption.ts'
import type { ConversationChange } from '../../conversation/state.ts'
import type { Call, CallEvents } from '../call.ts'
import { CallAnswers } from './call-answers.ts'
import { CallHearing } from './call-hearing.ts'
import { CallMind } from './call-mind.ts'
import { CallMouth } from './call-mouth.ts'
import type { CallConversation, CallFace, CallParts } from './call-parts.ts'
import { type CallView, newCallView } from '../call-view.ts'
import { IdleWatch } from '../idle-watch.ts'
import { UnsentSpeech } from './unsent-speech.ts'

/** A browser that lets the page sound has said so by then, in milliseconds. */
const soundPatienceMs = 1000

export type DirectCallOptions = CallEvents & {
  readonly parts: CallParts
  readonly conversation: CallConversation
  /** Where the face is put. */
  readonly stage: HTMLElement
}

/**
 * A call in the page itself: a face that says the conversation's answers while they are written, and
 * an ear whose words become the visitor's messages in the same conversation.
 */
export class DirectCall implements Call {
  readonly channel = 'avatar'
  tellsMind = false
  readonly #options: DirectCallOptions
  readonly #mind: CallMind
  readonly #mouth: CallMouth
  readonly #hearing: CallHearing
  readonly #answers: CallAnswers
  readonly #said: UnsentSpeech
  readonly #idle: IdleWatch
  readonly #unsubscribe: () => void
  #view = newCallView

  constructor(options: DirectCallOptions) {
    this.#options = options
    const { parts, conversation, stage, tell } = options
    const { clock, reportHeard, openEar, sound } = parts
    const signal = (signal: MindSignal) => this.#signal(signal)
    this.#said = new UnsentSpeech(conversation)
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
      reportHeard,
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
    sound?.addEventListener('statechange', () => this.#noticeSound())
    clock.after(soundPatienceMs, () => this.#noticeSound())
  }

  get view(): CallView {
    return this.#view
  }

  async start({ isTakingOver = false } = {}): Promise<void> {
    const { claim } = this.#options.parts
    this.#show({ question: null })
    const onLost = () => void this.end('taken-over')
    if (!(await claim.take({ isTakingOver, onLost }))) {
      this.#show({ question: 'take-over' })
      return
    }
    if (this.#view.phase === 'over') return claim.release()
    this.tellsMind = true
    this.#answers.greet()
    await this.#mouth.bring()
  }

  async end(reason: CallEndReason): Promise<void> {
    if (this.#view.phase === 'over') return
    const hasBegun = this.#view.phase === 'on'
    this.#unsubscribe()
    this.#idle.stop()
    this.#hearing.close()
    const { claim, sound } = this.#options.parts
    claim.release()
    void sound?.close()
    this.#mind.signal({ type: 'ended' })
    this.tellsMind = false
    this.#show({ phase: 'over', question: null, caption: null })
    if (hasBegun) this.#options.tell(new CallEndEvent(reason))
    await this.#mouth.close()
  }

  interrupt(): void {
    this.#answers.interrupt()
  }

  write(step: 'typing' | 'sent'): void {
    if (step === 'sent' || this.#mouth.hasWords) this.interrupt()
    if (step === 'sent') this.#signal({ type: 'understood' })
    this.activity()
  }

  activity(): void {
    if (this.#view.question === 'still-there') this.#show({ question: null })
    this.#watch()
  }

  async listen(isOn: boolean, { mayAudioLeave = false } = {}): Promise<void> {
    this.activity()
    // Whoever would rather not be heard has answered it.
    if (this.#view.question === 'consent') this.#show({ question: null })
    await this.#hearing.turn(isOn, mayAudioLeave)
  }

  async hold(isHeld: boolean): Promise<void> {
    await (isHeld ? this.#hearing.hold() : this.#hearing.letGo())
  }

  unlockSound(): void {
    this.#options.parts.unlockSound()
  }

  setVolume(volume: number): void {
    this.#mouth.setVolume(volume)
    this.#show({ volume })
  }

  #hear(change: ConversationChange): void {
    // The element is about to talk with somebody else.
    if (change.event.type === 'session-requested') void this.end('left')
    else if (this.tellsMind) this.#answers.hear(change)
  }

  #faceCame(face: CallFace, isVideoMissing: boolean): void {
    const { phase } = this.#view
    this.#show({ phase: 'on', face: face.kind, isVideoMissing })
    if (phase === 'starting') this.#options.tell(new CallStartEvent(face.kind))
    this.#mouth.turnTo(this.#mind.state)
    this.#hearing.faceChanged()
    this.#watch()
  }

  #noticeSound(): void {
    if (this.#view.phase === 'over') return
    this.#show({ isSoundLocked: this.#options.parts.sound?.state === 'suspended' })
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
    this.activity()
  }

  /** The minute of silence runs only while nobody says or does anything. */
  #watch(): void {
    if (this.#view.phase === 'on' && this.#mind.isAtRest) this.#idle.noteActivity()
    else this.#idle.stop()
  }

  #show(change: Partial<CallView>): void {
    this.#view = { ...this.#view, ...change }
    this.#options.onChange(this.#view)
  }
}
