import type { Caption } from '../speech/speaking/captions.ts'
import { brainSignal, type MindSignal } from '../conversation/mind-state.ts'
import { CallEndEvent, type CallEndReason } from '../events/call-end.ts'
import { CallStartEvent } from '../events/call-start.ts'
import { CaptionEvent } from '../events/caption.ts'
import { CallHearing } from './call-hearing.ts'
import { CallMind } from './call-mind.ts'
import { CallMouth } from './call-mouth.ts'
import type { CallConversation, CallFace, CallParts } from './call-parts.ts'
import { type CallView, newCallView } from './call-view.ts'
import { CutMarks } from './cut-marks.ts'
import { followAnswers } from './follow-answers.ts'
import { IdleWatch } from './idle-watch.ts'
import { SaidMessages } from './said-messages.ts'
import type { Cut } from './spoken-answer.ts'

export type CallControllerOptions = {
  readonly parts: CallParts
  readonly conversation: CallConversation
  /** Where the conversation's events come from, and the call's go to. */
  readonly target: EventTarget
  /** Where the face is put. */
  readonly stage: HTMLElement
  readonly onChange: (view: CallView) => void
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
  readonly #marks: CutMarks
  readonly #said: SaidMessages
  readonly #idle: IdleWatch
  readonly #leaving = new AbortController()
  /** The answer that is being written, whether or not it is said. */
  #writing: string | null = null
  #view = newCallView

  constructor(options: CallControllerOptions) {
    this.#options = options
    const { parts, conversation, target, stage } = options
    const { clock, markCut } = parts
    this.#marks = new CutMarks({ conversation, markCut })
    this.#said = new SaidMessages(conversation)
    this.#mind = new CallMind({
      target,
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
        this.#marks.sounds(this.#mouth.messageId)
        this.#hearing.avatarSpeaks(true)
        this.#signal({ type: 'first-sound' })
        this.#settle()
      },
      onSilence: () => this.#hearing.avatarSpeaks(false),
      onOver: (cut) => this.#answerWasHeard(cut),
      onHeardVisitor: (text) => this.#visitorSaid(text),
      onFailed: () => void this.end('failed'),
    })
    this.#hearing = new CallHearing({
      openEar: parts.openEar,
      mouth: this.#mouth,
      signal: (signal) => this.#signal(signal),
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
  }

  get view(): CallView {
    return this.#view
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
    this.#follow()
    this.#greet()
    await this.#mouth.bring()
  }

  /** Ends the call; a running answer goes on in writing, and what was not heard is there to read. */
  async end(reason: CallEndReason): Promise<void> {
    if (this.#view.phase === 'over') return
    const hasBegun = this.#view.phase === 'on'
    this.#leaving.abort()
    this.#idle.stop()
    this.#hearing.close()
    this.#options.parts.claim.release()
    this.#mind.signal({ type: 'ended' })
    this.#show({ phase: 'over', question: null, caption: null })
    if (hasBegun) this.#options.target.dispatchEvent(new CallEndEvent(reason))
    await this.#mouth.close()
  }

  /** Silences the face and stops the answer; what was said of it stays. */
  interrupt(): void {
    const { conversation } = this.#options
    if (!this.#mouth.isSpeaking && !conversation.view.busy) return
    const cut = this.#mouth.cut()
    this.#signal({ type: 'cut' })
    this.#stop(cut)
  }

  /** The conversation shows something else: what it shows no longer is not said any longer. */
  conversationChanged(): void {
    const { messageId, hasWords } = this.#mouth
    const { messages } = this.#options.conversation.view
    if (!hasWords || messages.some(({ id, key }) => id === messageId || key === messageId)) return
    this.#leave()
    this.#settle()
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

  #follow(): void {
    const { target } = this.#options
    followAnswers(target, this.#leaving.signal, {
      isOwn: (event) => this.#mind.isOwn(event),
      onBrain: (state) => {
        // What comes of an answer that was silenced tells of no turn any more, but that it is over.
        const isLeft = this.#writing !== null && this.#writing !== this.#mouth.messageId
        if (!isLeft || state === 'idle') this.#signal(brainSignal(state))
      },
      onBegin: (id) => {
        this.#writing = id
        // What is said after another answer silences that one.
        if (this.#mouth.messageId !== id) this.#leave()
        if (this.#mouth.begin(id)) this.#signal({ type: 'reset' })
      },
      onText: (id, text) => {
        if (this.#mouth.messageId !== id) return
        this.#signal({ type: 'first-token' })
        this.#mouth.say(id, text)
      },
      onEnd: (id, isStopped) => {
        this.#writing = null
        this.#signal({ type: 'answered' })
        if (!isStopped) this.#mouth.end(id)
        else if (this.#mouth.isSpeaking) this.interrupt()
        queueMicrotask(() => this.#said.sendOn())
      },
      onLeft: () => {
        this.#writing = null
        this.interrupt()
      },
    })
  }

  /** What the visitor would hear had the call been there before: a greeting, or an answer. */
  #greet(): void {
    const { messages } = this.#options.conversation.view
    const newest = messages.at(-1)
    if (newest === undefined || !(newest.isGreeting || newest.status === 'streaming')) return
    this.#mouth.begin(newest.id)
    this.#mouth.say(newest.id, newest.text)
    if (newest.isGreeting) this.#mouth.end(newest.id)
  }

  #faceCame(face: CallFace, isVideoMissing: boolean): void {
    const { phase } = this.#view
    this.#show({ phase: 'on', face: face.kind, isVideoMissing })
    if (phase === 'starting') this.#options.target.dispatchEvent(new CallStartEvent(face.kind))
    this.#mouth.turnTo(this.#mind.state)
    this.#hearing.faceChanged()
    this.#watch()
  }

  #answerWasHeard(cut: Cut | null): void {
    this.#signal({ type: cut ? 'cut' : 'spoken' })
    this.#settle()
    if (cut) this.#stop(cut)
  }

  /** Silences an answer whose turn is over. */
  #leave(): void {
    this.#marks.leave(this.#mouth.cut())
    this.#signal({ type: 'spoken' })
  }

  /** Stops the answer that is being written, and marks the one that was cut, mostly the same. */
  #stop(cut: Cut | null): void {
    const { conversation } = this.#options
    const isStopping = this.#marks.leave(cut)
    if (conversation.view.busy && !isStopping) void conversation.stop()
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
    this.#options.target.dispatchEvent(new CaptionEvent({ speaker, text, word, voice }))
  }

  /** Lets the brain rest if its answer is written. */
  #settle(): void {
    if (!this.#options.conversation.view.busy) this.#signal({ type: 'answered' })
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
