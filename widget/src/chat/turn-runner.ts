import type { ChatEvent } from '@visavis/shared/wire/chat-event.ts'
import type { ChatRequest } from '@visavis/shared/wire/chat-request.ts'
import type { MessageNode } from '../conversation/message-tree.ts'
import type { NewMessage } from '../conversation/state.ts'
import type { ConversationProblem } from '../conversation/view.ts'
import { ConversationError, failureOf, problemOf } from '../transports/conversation-error.ts'
import { pause } from '../transports/pause.ts'
import type { Connection } from './connection.ts'
import type { ConversationStore } from './conversation-store.ts'
import { createId } from '../create-id.ts'

export type TurnRunnerOptions = {
  readonly store: ConversationStore
  readonly connection: Connection
  /** Resolves when no earlier change is on its way to the server any more. */
  readonly settled: () => Promise<unknown>
  /** The server has taken the turn, for a chat that need not be the one before. */
  readonly onTaken: (chatId: string, chatIdBefore: string | null) => Promise<void>
  readonly onEnded: (ending: TurnEnding) => void
}

/** A message under the id that this client made for it. */
export type SentMessage = NewMessage & { readonly clientMessageId: string }

export type TurnEnding = {
  /** Why it failed, if it did. */
  readonly problem: ConversationProblem | null
  /** The answer's stream; null if the server has not taken the turn. */
  readonly streamId: string | null
}

/** How often a message that waits for the connection tries by itself, in milliseconds. */
const tryAgainMs = 15_000

type Run = { readonly abort: AbortController; mustStop: boolean; ended: Promise<void> }

/** Runs one turn at a time: asks for it, and lets its events into the conversation. */
export class TurnRunner {
  readonly #options: TurnRunnerOptions
  #run: Run | null = null

  constructor(options: TurnRunnerOptions) {
    this.#options = options
  }

  /** Resolves when the turn that runs now, if any, has ended. */
  async ended(): Promise<void> {
    await this.#run?.ended
  }

  async send(message: SentMessage): Promise<void> {
    const { clientMessageId } = message
    const { store, connection } = this.#options
    store.dispatch({ type: 'message-sent', ...message, now: Date.now() })
    connection.keptText.unsent = { ...message, wasSending: true }
    await this.#start(() => this.#sendRequest(message))
    const { unsent } = connection.keptText
    if (unsent?.clientMessageId === clientMessageId) {
      connection.keptText.unsent = { ...unsent, wasSending: false }
    }
  }

  async regenerate({ id, key }: MessageNode): Promise<void> {
    const { store } = this.#options
    const clientMessageId = createId()
    store.dispatch({ type: 'variant-requested', key, clientMessageId, now: Date.now() })
    await this.#start(() => this.#requestAbout({ regenerateMessageId: id ?? '', clientMessageId }))
  }

  /** Asks for the rest of an answer, or, as the same turn, once more for one that did not come. */
  async retry({ id, key, parentKey, status, clientMessageId }: MessageNode): Promise<void> {
    const { store } = this.#options
    const question = store.state.tree.nodes.get(parentKey ?? '')
    store.dispatch({ type: 'answer-followed', key, streamId: null })
    await this.#start(() => {
      if (status !== 'failed') return this.#requestAbout({ continueMessageId: id ?? '' })
      return clientMessageId === null
        ? this.#sendRequest({
            clientMessageId: question?.clientMessageId ?? createId(),
            text: question?.text ?? '',
          })
        : this.#requestAbout({ regenerateMessageId: id ?? '', clientMessageId })
    })
  }

  /** Reads on in an answer that is being written: after a reload, or in another tab. */
  async follow({ key, streamId }: { key: string; streamId: string }): Promise<void> {
    const { store, connection } = this.#options
    store.dispatch({ type: 'answer-followed', key, streamId })
    await this.#read((signal) => connection.transport.follow(streamId, signal))
  }

  /** Asks the server to stop the running answer; it ends when its stream says so. */
  async stop(): Promise<void> {
    const { store, connection } = this.#options
    const run = this.#run
    const { turn } = store.state
    connection.auth.abandonChallenge()
    if (run === null || turn === null) return
    try {
      if (turn.streamId !== null) await connection.transport.stop(turn.streamId)
      else if (store.state.problem !== 'offline') run.mustStop = true
      else throw new ConversationError('offline')
    } catch {
      // Out of reach: it ends on this side, and what became of it there can be asked for later.
      if (run !== this.#run) return
      run.abort.abort()
      store.dispatch({ type: 'turn-failed', problem: 'offline' })
    }
  }

  /** Stops reading; the answer goes on without this reader. */
  leave(): void {
    this.#options.connection.auth.abandonChallenge()
    this.#run?.abort.abort()
    this.#run = null
  }

  async #sendRequest({ clientMessageId, text: content }: SentMessage): Promise<ChatRequest> {
    const { siteKey, language, character, channel } = this.#options.connection
    const chatId = await this.#ownChatId()
    const place = chatId === null ? { characterSlug: character, language } : { chatId }
    return { siteKey, ...place, content, clientMessageId, channel: channel() }
  }

  #requestAbout(
    answer:
      { regenerateMessageId: string; clientMessageId: string } | { continueMessageId: string },
  ): ChatRequest {
    const { store, connection } = this.#options
    const { siteKey, channel } = connection
    return { siteKey, chatId: store.state.chatId ?? '', channel: channel(), ...answer }
  }

  /** The chat to go on with: none if the visitor has become another one meanwhile. */
  async #ownChatId(): Promise<string | null> {
    const { store, connection } = this.#options
    await connection.auth.accessToken({ signIn: true })
    return (await connection.keptChat.isOwn()) ? store.state.chatId : null
  }

  async #start(request: () => ChatRequest | Promise<ChatRequest>): Promise<void> {
    const { store, connection, settled } = this.#options
    await this.#read(async function* (signal) {
      await settled()
      while (!signal.aborted) {
        try {
          yield* connection.transport.start(await request(), signal)
          return
        } catch (error) {
          const { turn, problem } = store.state
          // A message that nobody was there to take goes when somebody is.
          const waits = problemOf(error) === 'offline' && turn?.userKey && turn.streamId === null
          if (!waits || signal.aborted) throw error
          if (problem !== 'offline') {
            store.dispatch({ type: 'action-failed', problem: 'offline' })
          }
          await pause(tryAgainMs, signal)
        }
      }
    })
  }

  async #read(open: (signal: AbortSignal) => AsyncIterable<ChatEvent>): Promise<void> {
    const run: Run = { abort: new AbortController(), mustStop: false, ended: Promise.resolve() }
    this.#run = run
    run.ended = this.#readTurn(run, open)
    await run.ended
  }

  async #readTurn(
    run: Run,
    open: (signal: AbortSignal) => AsyncIterable<ChatEvent>,
  ): Promise<void> {
    const { store, connection, onTaken, onEnded } = this.#options
    const { signal } = run.abort
    let problem: ConversationProblem | null = null
    let streamId: string | null = store.state.turn?.streamId ?? null
    try {
      for await (const event of open(signal)) {
        if (signal.aborted) break
        const { chatId } = store.state
        store.dispatch({ type: 'streamed', event })
        if (event.type === 'error') problem = event.code
        if (event.type !== 'meta') continue
        streamId = event.streamId
        // It was not this one if the answer is but followed, or another is asked for.
        if (store.state.turn?.userKey) connection.keptText.unsent = null
        await onTaken(event.chatId, chatId)
        if (run.mustStop) await this.stop()
      }
    } catch (error) {
      const failure = failureOf(error)
      problem = failure.problem
      if (!signal.aborted) store.dispatch({ type: 'turn-failed', ...failure })
    }
    if (this.#run === run) this.#run = null
    if (!signal.aborted) onEnded({ problem, streamId })
  }
}
