import {
  AnamEvent,
  type AnamClient,
  createClient,
  MessageRole,
  type MessageStreamEvent,
} from '@anam-ai/js-sdk'
import { deferred } from '../../deferred.ts'
import type { AnamSession } from './anam-session.ts'
import type { TalkStream } from './anam-utterance.ts'
import { closedFailure, StartFailure } from './failures.ts'
import { showFirstFrame } from './first-frame.ts'
import { watchFrames } from './frame-watch.ts'

export type ConnectionEvents = {
  /** What the avatar says, piece by piece, as it is heard. */
  onSaid(event: MessageStreamEvent): void
  /** The visitor makes a sound, or is silent again. */
  onVisitorSounds(isSounding: boolean): void
  /** What the visitor has said, whole. */
  onVisitorSaid(event: MessageStreamEvent): void
  onInterrupted(correlationId: string): void
  /** The connection that was there is lost. Told once. */
  onLost(): void
}

export type ConnectionOptions = {
  session: AnamSession
  video: HTMLVideoElement
  /** What Anam hears of the visitor. */
  sound: MediaStream
  events: ConnectionEvents
  /** Gives up the attempt. */
  signal: AbortSignal
}

const stopRetryMs = 100

/** After its first frame an avatar may be spoken to, even if it never says that it is ready. */
const readyMs = 3000

/** One session on one client of Anam's SDK, which serves no second one. */
export class AnamConnection {
  readonly #client: AnamClient
  readonly #session: AnamSession
  readonly #video: HTMLVideoElement
  readonly #stopped = new AbortController()
  /** Stays pending when a connection fails. */
  #streams: Promise<MediaStream[]> | null = null
  readonly #ready = deferred()
  /** Resolves when it may be spoken to; not any more once it is closed. */
  readonly ready = this.#ready.promise

  private constructor(client: AnamClient, { session, video }: ConnectionOptions) {
    this.#client = client
    this.#session = session
    this.#video = video
  }

  /**
   * Resolves with the first frame.
   *
   * @throws StartFailure or whatever the SDK throws; nothing is left open then
   */
  static async open(options: ConnectionOptions): Promise<AnamConnection> {
    const { session, signal } = options
    const { token, apiUrl } = session
    const client = createClient(token, {
      metrics: { disableClientMetrics: true },
      ...(apiUrl !== undefined && { api: { baseUrl: apiUrl } }),
    })
    const connection = new AnamConnection(client, options)
    try {
      await connection.#start(options)
    } catch (error) {
      connection.close()
      throw error
    }
    if (signal.aborted) {
      connection.close()
      throw new StartFailure('no_first_frame')
    }
    return connection
  }

  openTalkStream(correlationId: string): TalkStream {
    return this.#client.createTalkMessageStream(correlationId)
  }

  interrupt(): void {
    if (this.#client.isStreaming()) this.#client.interruptPersona()
  }

  /** Ends the session, here and on our server; safe while the page goes. */
  close(): void {
    if (this.#stopped.signal.aborted) return
    this.#stopped.abort()
    this.#video.srcObject = null
    this.#stopClient()
    this.#session.end()
  }

  /** The SDK closes its sockets at once; but it does not stop a session that is only being begun. */
  #stopClient(): void {
    const stop = () => {
      if (!this.#client.isStreaming()) return
      clearInterval(timer)
      this.#client.stopStreaming().catch(() => undefined)
    }
    const timer = setInterval(stop, stopRetryMs)
    this.#streams?.catch(() => clearInterval(timer))
    stop()
  }

  async #start({ video, sound, events, signal }: ConnectionOptions): Promise<void> {
    const client = this.#client
    const closed = deferred<never>()
    // It may well close when nobody waits any more.
    closed.promise.catch(() => undefined)
    let isThere = false

    const lose = (failure: StartFailure) => {
      if (this.#stopped.signal.aborted) return
      if (isThere) events.onLost()
      else closed.reject(failure)
    }
    client.addListener(AnamEvent.CONNECTION_CLOSED, (code) => lose(closedFailure(code)))
    const happens = (event: AnamEvent.SESSION_READY | AnamEvent.DATA_CHANNEL_OPEN) =>
      new Promise<void>((resolve) => client.addListener(event, () => resolve()))
    // In either order; and what is told before there is a data channel gets lost, a cut too.
    void Promise.all([happens(AnamEvent.SESSION_READY), happens(AnamEvent.DATA_CHANNEL_OPEN)]).then(
      () => this.#ready.resolve(),
    )
    client.addListener(AnamEvent.TALK_STREAM_INTERRUPTED, (id) => events.onInterrupted(id))
    client.addListener(AnamEvent.USER_SPEECH_STARTED, () => events.onVisitorSounds(true))
    client.addListener(AnamEvent.USER_SPEECH_ENDED, () => events.onVisitorSounds(false))
    client.addListener(AnamEvent.MESSAGE_STREAM_EVENT_RECEIVED, (event) => {
      if (event.role === MessageRole.PERSONA) events.onSaid(event)
      else if (event.endOfSpeech) events.onVisitorSaid(event)
    })
    signal.addEventListener('abort', () => closed.reject(new StartFailure('no_first_frame')))

    this.#streams = client.stream(sound)
    const streams = await Promise.race([this.#streams, closed.promise])
    const tracks = new Set(streams.flatMap((stream) => stream.getTracks()))
    video.srcObject = new MediaStream([...tracks])
    await Promise.race([showFirstFrame(video, this.#stopped.signal), closed.promise])
    isThere = true
    watchFrames(video, { signal: this.#stopped.signal, onFrozen: () => events.onLost() })
    setTimeout(this.#ready.resolve, readyMs)
  }
}
