import type { AvatarEventMap, Utterance } from '../../widget/src/avatars/avatar.ts'
import { AvatarError } from '../../widget/src/avatars/avatar.ts'
import { AnamAvatar } from '../../widget/src/avatars/anam/anam-avatar.ts'
import { openMicrophone } from '../../widget/src/speech/listening/microphone.ts'
import { siteStorage } from '../../widget/src/site-storage.ts'
import { ApiClient } from '../../widget/src/transports/api-client.ts'
import { beginAvatarSession } from '../../widget/src/transports/avatar-sessions.ts'
import { VisitorAuth } from '../../widget/src/transports/visitor-auth.ts'

export type AnamPageOptions = {
  apiUrl: string
  siteKey: string
  publishableKey: string
  characterSlug: string
}

/** What happened on the page, in order. */
export type PageEvent =
  | { type: 'state'; state: string }
  | { type: 'problem'; problem: string }
  | { type: 'heard-visitor'; id: string; text: string }
  | { type: 'word'; utteranceId: string; start: number; end: number }

const ignore = () => undefined

/** A page with a stage in a shadow root, and one avatar at a time on it. */
export class AnamPage {
  events: PageEvent[] = []
  readonly #options: AnamPageOptions
  readonly #stage: HTMLElement
  readonly #utterances = new Map<string, Utterance>()
  #avatar: AnamAvatar | null = null

  constructor(options: AnamPageOptions) {
    this.#options = options
    const host = document.createElement('div')
    this.#stage = document.createElement('div')
    host.attachShadow({ mode: 'open' }).append(this.#stage)
    document.body.append(host)
  }

  /** Brings an avatar; resolves with null, or with the problem that keeps it away. */
  async attach(): Promise<string | null> {
    const { apiUrl, siteKey, publishableKey, characterSlug } = this.#options
    const auth = new VisitorAuth({
      apiUrl,
      siteKey,
      publishableKey,
      storage: siteStorage(siteKey, () => localStorage),
      handedOver: () => undefined,
      fetch: fetch.bind(window),
    })
    const api = new ApiClient({ apiUrl, publishableKey, auth, fetch: fetch.bind(window) })
    const avatar = new AnamAvatar({
      begin: () => beginAvatarSession(api, { siteKey, characterSlug }),
      openMicrophone: () => openMicrophone({ onAsking: ignore, onLost: ignore }),
    })
    this.#avatar = avatar
    this.events = []
    const record = <Type extends keyof AvatarEventMap>(
      type: Type,
      read: (event: AvatarEventMap[Type]) => PageEvent,
    ) => avatar.events.addEventListener(type, (event) => this.events.push(read(event)))
    record('state', ({ state }) => ({ type: 'state', state }))
    record('problem', ({ problem }) => ({ type: 'problem', problem }))
    record('heard-visitor', ({ id, text }) => ({ type: 'heard-visitor', id, text }))
    record('word', ({ utteranceId, word }) => ({ type: 'word', utteranceId, ...word }))
    try {
      await avatar.attach(this.#stage)
      return null
    } catch (error) {
      return error instanceof AvatarError ? error.problem : String(error)
    }
  }

  get avatar(): AnamAvatar {
    if (!this.#avatar) throw new Error('Attach one first')
    return this.#avatar
  }

  get video(): HTMLVideoElement | null {
    return this.#stage.querySelector('video')
  }

  speak(id: string): void {
    this.#utterances.set(id, this.avatar.speak({ id }))
  }

  say(id: string, text: string): void {
    this.#utterances.get(id)?.say(text)
  }

  end(id: string): void {
    this.#utterances.get(id)?.end()
  }

  cut(id: string): void {
    this.#utterances.get(id)?.cut()
  }

  async heard(id: string): Promise<{ text: string; isCut: boolean }> {
    const utterance = this.#utterances.get(id)
    if (!utterance) throw new Error(`Nothing is said as ${id}`)
    return utterance.heard
  }

  /** Says a text in pieces, as a model's tokens come. */
  async stream(id: string, pieces: readonly string[], pauseMs: number): Promise<void> {
    this.speak(id)
    for (const piece of pieces) {
      this.say(id, piece)
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
    this.end(id)
  }
}

declare global {
  /** Set by the page itself. */
  var anam: AnamPage
}

Object.assign(globalThis, { AnamPage })
