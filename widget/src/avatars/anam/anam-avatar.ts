import type { MessageStreamEvent } from '@anam-ai/js-sdk'
import { createId } from '../../create-id.ts'
import { deferred } from '../../deferred.ts'
import {
  type Avatar,
  AvatarError,
  type AvatarEvents,
  type AvatarProblem,
  AvatarProblemEvent,
  type AvatarState,
  AvatarStateEvent,
  type Posture,
  SpokenWordEvent,
  type Utterance,
  VisitorHeardEvent,
} from '../avatar.ts'
import { VisitorSpeechEvent } from '../visitor-speech.ts'
import type { AnamConnection } from './anam-connection.ts'
import type { BeginAnamSession } from './anam-session.ts'
import { AnamUtterance, type OpenStream } from './anam-utterance.ts'
import { createVideo } from './create-video.ts'
import { MicrophoneFeed, type OpenMicrophone } from './microphone-feed.ts'
import { VisitorTurn } from './visitor-turn.ts'

export type AnamAvatarOptions = {
  begin: BeginAnamSession
  /** Opens the visitor's microphone; the avatar closes it when it listens no more. */
  openMicrophone(): Promise<OpenMicrophone>
}

/** 24 dB down. */
const ducking = 0.06

/** How long a cut may take to reach Anam: it must not meet the words that come after it. */
const cutMs = 400

/** A video face at Anam that says what our own model says. */
export class AnamAvatar implements Avatar {
  readonly events: AvatarEvents = new EventTarget()
  readonly #options: AnamAvatarOptions
  readonly #stopped = new AbortController()
  readonly #feed = new MicrophoneFeed()
  readonly #video = createVideo()
  readonly #visitor = new VisitorTurn({
    onStep: (step) => this.events.dispatchEvent(new VisitorSpeechEvent(step)),
    onWords: (id, text) => this.events.dispatchEvent(new VisitorHeardEvent(id, text)),
  })
  readonly #usedIds = new Set<string>()
  #connection: AnamConnection | null = null
  #utterance: AnamUtterance | null = null
  #isSpeaking = false
  #posture: Posture = 'idle'
  #state: AvatarState = 'starting'
  #isListening = false
  #listenings = 0
  #volume = 1
  #isDucked = false
  /** Resolves when what was cut is silent. */
  #silence: Promise<void> = Promise.resolve()
  #whenSilent: () => void = () => undefined
  #isFallingSilent = false
  readonly #there = deferred<AnamConnection>()

  constructor(options: AnamAvatarOptions) {
    this.#options = options
    // The page may go without anybody closing the call.
    const { signal } = this.#stopped
    window.addEventListener('pagehide', () => this.#stop(), { signal })
  }

  async attach(stage: HTMLElement): Promise<void> {
    const { signal } = this.#stopped
    if (signal.aborted || typeof RTCPeerConnection === 'undefined') {
      this.#stop()
      throw new AvatarError('unsupported')
    }
    stage.append(this.#video)
    try {
      const { startSession } = await loadSdk()
      const { connection, over } = await startSession({
        begin: this.#options.begin,
        video: this.#video,
        sound: this.#feed.stream,
        signal,
        events: {
          onSaid: (event) => this.#hearSaid(event),
          onVisitorSounds: (isSounding) => this.#noticeVisitor(isSounding),
          onVisitorSaid: ({ id, content }) => this.#visitor.hear(id, content),
          onInterrupted: (correlationId) => this.#hearInterruption(correlationId),
          onLost: () => this.#fail('connection_closed'),
        },
      })
      this.#connection = connection
      void over.then(({ isTimeUp }) => this.#fail(isTimeUp ? 'limit' : 'connection_closed'))
      void connection.ready.then(() => this.#there.resolve(connection))
      this.#show()
    } catch (error) {
      this.#stop()
      throw error
    }
  }

  speak({ id }: { id: string }): Utterance {
    this.interrupt()
    const utterance: AnamUtterance = new AnamUtterance(id, {
      open: () => this.#openTalkStream(id),
      interrupt: () => this.#cut(),
      onStart: () => this.#show({ isSpeaking: true }),
      onWord: (word) => this.events.dispatchEvent(new SpokenWordEvent(id, word)),
      onOver: () => {
        if (this.#utterance !== utterance) return
        this.#utterance = null
        this.#show({ isSpeaking: false })
      },
    })
    if (this.#stopped.signal.aborted) {
      utterance.cut()
      return utterance
    }
    this.#utterance = utterance
    const silence = this.#silence
    void this.#there.promise.then(() => silence).then(() => utterance.begin())
    return utterance
  }

  interrupt(): void {
    this.#utterance?.cut()
  }

  duck(isDucked: boolean): void {
    this.#isDucked = isDucked
    this.#sound()
  }

  /** From 0, silence, to 1. */
  setVolume(volume: number): void {
    this.#volume = volume
    this.#sound()
  }

  /**
   * Told to others only: a session at Anam takes no posture from a page. Its director's notes colour
   * what is said, by tags of which there is no list.
   */
  pose(posture: Posture): void {
    this.#posture = posture
    this.#show()
  }

  async listen(isOn: boolean): Promise<void> {
    const wasListening = this.#isListening
    const listening = (this.#listenings += 1)
    this.#isListening = isOn
    if (!isOn) {
      this.#feed.unplug()
      if (wasListening) this.#visitor.conclude()
      return
    }
    // What an ear before this one has heard is not what was said into this one.
    this.#visitor.dismiss()
    const microphone = await this.#options.openMicrophone()
    const isLatest = listening === this.#listenings
    if (isLatest && !this.#stopped.signal.aborted) this.#feed.plugIn(microphone)
    else microphone.close()
  }

  async close(): Promise<void> {
    this.#stop()
  }

  /** By the message's id, unless something was said by it before: Anam takes it once. */
  #openTalkStream(messageId: string): OpenStream {
    if (!this.#connection) throw new Error('There is nobody to talk to yet')
    const correlationId = this.#usedIds.has(messageId) ? createId() : messageId
    this.#usedIds.add(correlationId)
    return { correlationId, stream: this.#connection.openTalkStream(correlationId) }
  }

  #sound(): void {
    const volume = this.#volume * (this.#isDucked ? ducking : 1)
    this.#video.volume = volume
    // On iOS a page has no say in how loud it is, only in whether it is heard.
    const hasSay = Math.abs(this.#video.volume - volume) < 0.01
    if (!hasSay) this.#video.muted = this.#isDucked || volume === 0
  }

  #cut(): void {
    this.#connection?.interrupt()
    this.#isFallingSilent = true
    const silence = new Promise<void>((resolve) => {
      // What Anam cuts for a visitor may be told before it has heard of this cut.
      this.#whenSilent = this.#visitor.isSpeaking ? () => undefined : resolve
      setTimeout(resolve, cutMs)
    })
    this.#silence = silence
    void silence.then(() => {
      // Unless something else has been cut since.
      if (this.#silence === silence) this.#isFallingSilent = false
    })
  }

  #hearSaid(event: MessageStreamEvent): void {
    if (event.interrupted) this.#whenSilent()
    if (this.#utterance) {
      this.#utterance.hear(event)
      return
    }
    // What was said into a broken socket is sent when there is another one, however late.
    const isStale = event.content.trim() !== '' && !event.interrupted && !this.#isFallingSilent
    if (isStale) this.#cut()
  }

  #hearInterruption(correlationId: string): void {
    this.#whenSilent()
    const utterance = this.#utterance
    if (utterance?.isOn(correlationId) !== true) return
    if (this.#isListening) this.#visitor.cutShort()
    // Nothing is left of this one if somebody waits to hear what the visitor says.
    utterance.wasCut()
  }

  /** What is still told of a sound once the ear is closed, its words settle. */
  #noticeVisitor(isSounding: boolean): void {
    if (!isSounding) return this.#visitor.end()
    // It speaks also while Anam draws breath to say what it was given.
    const isOverAvatar = this.#isSpeaking || this.#utterance?.isUnderWay === true
    if (this.#isListening) this.#visitor.begin({ isOverAvatar })
  }

  #show({ isSpeaking = this.#isSpeaking }: { isSpeaking?: boolean } = {}): void {
    this.#isSpeaking = isSpeaking
    const isHere = this.#connection !== null && !this.#stopped.signal.aborted
    if (isHere) this.#setState(isSpeaking ? 'speaking' : this.#posture)
  }

  #setState(state: AvatarState): void {
    if (this.#state === state || this.#state === 'closed') return
    this.#state = state
    this.events.dispatchEvent(new AvatarStateEvent(state))
  }

  #fail(problem: AvatarProblem): void {
    if (this.#stopped.signal.aborted) return
    this.events.dispatchEvent(new AvatarProblemEvent(problem))
    this.#stop()
  }

  #stop(): void {
    if (this.#stopped.signal.aborted) return
    this.#stopped.abort()
    this.#utterance?.cut()
    this.#visitor.dismiss()
    this.#connection?.close()
    this.#feed.close()
    this.#video.remove()
    this.#setState('closed')
  }
}

/** Anam's SDK and what speaks to it, which nobody pays for who sees a drawn face. */
async function loadSdk() {
  try {
    return await import('./start-session.ts')
  } catch (cause) {
    throw new AvatarError('connection_closed', { cause })
  }
}
