import { AnamAvatar } from '../../avatars/anam/anam-avatar.ts'
import { VisitorHeardEvent } from '../../avatars/avatar.ts'
import { VisitorSpeechEvent, type VisitorSpeechStep } from '../../avatars/visitor-speech.ts'
import type { BargeInEvent } from '@visavis/shared/turn-taking/barge-in.ts'
import { type Microphone, openMicrophone } from '../../speech/listening/microphone.ts'
import { beginAvatarSession } from '../../transports/avatar-sessions.ts'
import type { CallFace, CallParts, Ear, EarEvents } from './call-parts.ts'
import type { ApiClient } from '../../transports/api-client.ts'

/** What the avatar's ear notices, as any other ear would tell it: Anam is silent by then. */
const bargeIns: Readonly<Record<VisitorSpeechStep, BargeInEvent>> = {
  began: 'speech',
  ended: 'end-of-speech',
  nothing: 'backchannel',
}

/** What a video face asks its site through. */
export type AvatarConnection = {
  readonly api: ApiClient
  readonly siteKey: string
  /** The slug of the character. */
  readonly character: string
  readonly language: string
}

/** A character's video face, which has an ear of its own; it loads where a site has one. */
export class VideoFace implements CallFace {
  readonly kind = 'video'
  readonly avatar: AnamAvatar
  /** Whom to tell when the microphone that it hears by is lost. */
  #ear: EarEvents | undefined

  constructor({ api, siteKey, character, language }: AvatarConnection) {
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

  /** What it understands comes by its avatar's events; here is told what it makes of it. */
  async openEar({ mode, events }: Parameters<CallParts['openEar']>[0]): Promise<Ear> {
    const { avatar } = this
    this.#ear = events
    await avatar.listen(true)
    const closing = new AbortController()
    const { signal } = closing
    const onStep = (react: (step: VisitorSpeechStep) => void) =>
      avatar.events.addEventListener(VisitorSpeechEvent.type, ({ step }) => react(step), { signal })
    // Whoever holds the button has the turn.
    if (mode === 'open') onStep((step) => events.onBargeIn(bargeIns[step]))
    const close = () => {
      // Another one may be open by now, or opening.
      if (this.#ear === events) void avatar.listen(false)
      closing.abort()
    }
    return {
      avatarSpeaks: () => undefined,
      finish: () =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve())
          avatar.events.addEventListener(VisitorHeardEvent.type, close, { signal })
          onStep((step) => step === 'nothing' && close())
          void avatar.listen(false)
        }),
      close,
    }
  }

  #openMicrophone(): Promise<Microphone> {
    return openMicrophone({
      onAsking: () => this.#ear?.onAsking(),
      onLost: (problem) => this.#ear?.onProblem(problem),
    })
  }
}
