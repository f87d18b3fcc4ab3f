import { AnamAvatar } from '../avatars/anam/anam-avatar.ts'
import { type Microphone, openMicrophone } from '../speech/listening/microphone.ts'
import { beginAvatarSession } from '../transports/avatar-sessions.ts'
import type { CallFace, Ear, EarEvents } from './call-parts.ts'
import type { Connection } from './connection.ts'

/** A character's video face, which has an ear of its own; it loads where a site has one. */
export class VideoFace implements CallFace {
  readonly kind = 'video'
  readonly avatar: AnamAvatar
  /** Whom to tell when the microphone that it hears by is lost. */
  #ear: EarEvents | undefined

  constructor({ api, siteKey, character, language }: Connection) {
    this.avatar = new AnamAvatar({
      begin: () => beginAvatarSession(api, { siteKey, characterSlug: character, language }),
      openMicrophone: () => this.#openMicrophone(),
    })
  }

  voice(): 'video' {
    return 'video'
  }

  setVolume(volume: number): void {
    this.avatar.setVolume(volume)
  }

  /** What it hears comes by its avatar's events. */
  async openEar(events: EarEvents): Promise<Ear> {
    this.#ear = events
    await this.avatar.listen(true)
    const close = () => this.avatar.listen(false)
    return { avatarSpeaks: () => undefined, finish: close, close: () => void close() }
  }

  #openMicrophone(): Promise<Microphone> {
    return openMicrophone({
      onAsking: () => this.#ear?.onAsking(),
      onLost: (problem) => this.#ear?.onProblem(problem),
    })
  }
}
