import type { ChatEvent } from '@visavis/shared/wire/chat-event.ts'
import type { MessageNode } from '../../conversation/message-tree.ts'
import { brainSignal, type MindSignal } from '../../conversation/mind-state.ts'
import { answerIn, type ConversationChange } from '../../conversation/state.ts'
import type { CallMouth } from './call-mouth.ts'
import type { CallConversation, CallParts } from './call-parts.ts'
import { HeardReport } from './heard-report.ts'
import type { HeardPart } from './spoken-answer.ts'

export type CallAnswersOptions = {
  readonly conversation: CallConversation
  readonly reportHeard: CallParts['reportHeard']
  readonly mouth: CallMouth
  readonly signal: (signal: MindSignal) => void
  /** An answer's text is over: the visitor has the turn. */
  readonly onEnd: () => void
}

/** The conversation's answers in a call: which of them is said, and what becomes of one that is cut. */
export class CallAnswers {
  readonly #options: CallAnswersOptions
  readonly #report: HeardReport
  constructor(options: CallAnswersOptions) {
    this.#options = options
    this.#report = new HeardReport(options)
  }

  /** Says what is answered, and no longer what the conversation shows no longer. */
  hear(change: ConversationChange): void {
    const { event, before, after } = change
    const { mouth, signal } = this.#options
    const answer = answerIn(change)
    if (event.type === 'streamed') this.#hearStream(event.event, answer?.id)
    // An answer without words so far is not shown yet.
    else if (!after.turn || answer?.id !== mouth.messageId) this.#silenceUnshown()
    if (before.turn && !after.turn) this.#hearEnd(answer)
    // A message that waits for the connection is not thought about.
    if (event.type === 'action-failed' && after.turn?.streamId === null)
      signal({ type: 'answered' })
    const { mindState } = after
    if (before.mindState === mindState) return
    // An answer that was silenced is still written for a while; its brain is no part of any turn, but
    // for the news that it rests.
    const isSaid = !after.turn || answer?.id === mouth.messageId
    if (isSaid || mindState === 'idle') signal(brainSignal(mindState))
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
    this.#report.sounds(mouth.messageId)
    signal({ type: 'first-sound' })
    this.#settle()
  }

  /** One was heard to its end, or as far as the avatar has cut it by itself. */
  wasHeard(cut: HeardPart | null): void {
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

  #hearStream(event: ChatEvent, id: string | null | undefined): void {
    const { mouth, signal } = this.#options
    if (!id) return
    if (event.type === 'meta' || event.type === 'reset') {
      // What is said after another answer silences that one.
      if (mouth.messageId !== id) this.#leave()
      if (mouth.begin(id)) signal({ type: 'reset' })
    }
    if (event.type === 'text-delta' && mouth.messageId === id) {
      signal({ type: 'first-token' })
      mouth.say(id, event.text)
    }
  }

  /** Nothing more comes of an answer, for better or worse: what there is of it is said. */
  #hearEnd(answer: MessageNode | undefined): void {
    const { mouth, signal, onEnd } = this.#options
    signal({ type: 'answered' })
    if (answer?.status !== 'stopped') mouth.end(answer?.id ?? '')
    else if (mouth.isSpeaking) this.interrupt()
    queueMicrotask(onEnd)
  }

  #silenceUnshown(): void {
    const { conversation, mouth } = this.#options
    const { messageId } = mouth
    if (messageId === undefined) return
    const { messages } = conversation.view
    if (messages.some(({ id, key }) => id === messageId || key === messageId)) return
    this.#leave()
    this.#settle()
  }

  /** Silences an answer whose turn is over. */
  #leave(): void {
    const { mouth, signal } = this.#options
    this.#report.send(mouth.cut())
    signal({ type: 'spoken' })
  }

  /** Stops the answer that is being written, and marks the one that was cut, mostly the same. */
  #stop(cut: HeardPart | null): void {
    const { conversation } = this.#options
    const isStopping = this.#report.send(cut)
    if (conversation.view.busy && !isStopping) void conversation.stop()
  }

  /** Lets the brain rest if its answer is written. */
  #settle(): void {
    const { conversation, signal } = this.#options
    if (!conversation.view.busy) signal({ type: 'answered' })
  }
}
