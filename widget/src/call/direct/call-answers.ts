import { brainSignal, type MindSignal } from '../../conversation/mind-state.ts'
import type { CallMouth } from './call-mouth.ts'
import type { CallConversation, CallParts } from './call-parts.ts'
import { CutMarks } from './cut-marks.ts'
import { followAnswers } from './follow-answers.ts'
import type { Cut } from './spoken-answer.ts'

export type CallAnswersOptions = {
  readonly conversation: CallConversation
  readonly markCut: CallParts['markCut']
  readonly mouth: CallMouth
  readonly signal: (signal: MindSignal) => void
  /** An answer's text is over: the visitor has the turn. */
  readonly onEnd: () => void
}

/** The conversation's answers in a call: which of them is said, and what becomes of one that is cut. */
export class CallAnswers {
  readonly #options: CallAnswersOptions
  readonly #marks: CutMarks
  /** The answer that is being written, whether or not it is said. */
  #writing: string | null = null

  constructor(options: CallAnswersOptions) {
    this.#options = options
    this.#marks = new CutMarks(options)
  }

  /** Says what is answered from now on. */
  follow(leaving: AbortSignal): void {
    const { conversation, mouth, signal, onEnd } = this.#options
    followAnswers(conversation, leaving, {
      onBrain: (state) => {
        // What comes of an answer that was silenced tells of no turn any more, but that it is over.
        const isLeft = this.#writing !== null && this.#writing !== mouth.messageId
        if (!isLeft || state === 'idle') signal(brainSignal(state))
      },
      onBegin: (id) => {
        this.#writing = id
        // What is said after another answer silences that one.
        if (mouth.messageId !== id) this.#leave()
        if (mouth.begin(id)) signal({ type: 'reset' })
      },
      onText: (id, text) => {
        if (mouth.messageId !== id) return
        signal({ type: 'first-token' })
        mouth.say(id, text)
      },
      onEnd: (id, isStopped) => {
        this.#writing = null
        signal({ type: 'answered' })
        if (!isStopped) mouth.end(id)
        else if (mouth.isSpeaking) this.interrupt()
        queueMicrotask(onEnd)
      },
      onLeft: () => {
        this.#writing = null
        this.interrupt()
      },
    })
  }

  /** Says what the visitor would hear had the call been there before: a greeting, or an answer. */
  greet(): void {
    const { conversation, mouth } = this.#options
    const newest = conversation.view.messages.at(-1)
    if (newest === undefined || !(newest.isGreeting || newest.status === 'streaming')) return
    mouth.begin(newest.id)
    mouth.say(newest.id, newest.text)
    if (newest.isGreeting) mouth.end(newest.id)
  }

  /** One begins to be heard, or goes on. */
  sound(): void {
    const { mouth, signal } = this.#options
    this.#marks.sounds(mouth.messageId)
    signal({ type: 'first-sound' })
    this.#settle()
  }

  /** One was heard to its end, or as far as the avatar has cut it by itself. */
  wasHeard(cut: Cut | null): void {
    this.#options.signal({ type: cut ? 'cut' : 'spoken' })
    this.#settle()
    if (cut) this.#stop(cut)
  }

  /** Silences the face and stops the answer; what was said of it stays. */
  interrupt(): void {
    const { conversation, mouth, signal } = this.#options
    if (!mouth.isSpeaking && !conversation.view.busy) return
    const cut = mouth.cut()
    signal({ type: 'cut' })
    this.#stop(cut)
  }

  /** The conversation shows something else: what it shows no longer is not said any longer. */
  conversationChanged(): void {
    const { conversation, mouth } = this.#options
    const { messageId, hasWords } = mouth
    const { messages } = conversation.view
    if (!hasWords || messages.some(({ id, key }) => id === messageId || key === messageId)) return
    this.#leave()
    this.#settle()
  }

  /** Silences an answer whose turn is over. */
  #leave(): void {
    const { mouth, signal } = this.#options
    this.#marks.leave(mouth.cut())
    signal({ type: 'spoken' })
  }

  /** Stops the answer that is being written, and marks the one that was cut, mostly the same. */
  #stop(cut: Cut | null): void {
    const { conversation } = this.#options
    const isStopping = this.#marks.leave(cut)
    if (conversation.view.busy && !isStopping) void conversation.stop()
  }

  /** Lets the brain rest if its answer is written. */
  #settle(): void {
    const { conversation, signal } = this.#options
    if (!conversation.view.busy) signal({ type: 'answered' })
  }
}
