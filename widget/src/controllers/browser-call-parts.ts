import type { SessionResponse } from '#wire/session.ts'
import type { VectorFace } from '../avatars/vector-face/vector-face.ts'
import type { ListeningProblem } from '../speech/listening/listening.ts'
import type { VoiceSpeaker } from '../speech/speaking/speaker.ts'
import { beginAvatarSession } from '../transports/avatar-sessions.ts'
import { BrowserCallClaim } from './call-claim.ts'
import {
  browserClock,
  type CallFace,
  type CallParts,
  type Ear,
  EarError,
  type EarEvents,
} from './call-parts.ts'
import type { Connection } from './connection.ts'

type Drawing = { readonly avatar: VectorFace; readonly speaker: VoiceSpeaker }

async function loadDrawing({ character }: SessionResponse): Promise<Drawing> {
  const [{ VectorFace }, { createSpeaker }] = await Promise.all([
    import('../avatars/vector-face/vector-face.ts'),
    import('../speech/speaking/create-speaker.ts'),
  ])
  const speaker = createSpeaker({ language: character.language, portrait: character.portrait })
  speaker.unlock()
  void speaker.warm()
  return { avatar: new VectorFace({ portrait: character.portrait, speaker }), speaker }
}

export type BrowserCallPartsOptions = {
  readonly connection: Connection
  readonly session: SessionResponse
}

/** A call's parts as a browser has them. To be made inside the visitor's click. */
export function browserCallParts({ connection, session }: BrowserCallPartsOptions): CallParts {
  const { api, siteKey, character, language } = connection
  let drawing: Promise<Drawing> | undefined

  /** The drawn face with its voice; begun early, it is allowed to sound. */
  function draw(): Promise<Drawing> {
    drawing ??= loadDrawing(session).catch((error: unknown) => {
      // What did not arrive may do so later.
      drawing = undefined
      throw error
    })
    return drawing
  }

  async function bringVideo(): Promise<CallFace | null> {
    if (!session.features.avatar) return null
    const { AnamAvatar } = await import('../avatars/anam/anam-avatar.ts')
    const avatar = new AnamAvatar({
      begin: () => beginAvatarSession(api, { siteKey, characterSlug: character, language }),
      openMicrophone: () => microphoneOfVideo(),
    })
    return {
      kind: 'video',
      avatar,
      voice: () => 'video',
      setVolume: (volume) => avatar.setVolume(volume),
    }
  }

  /** Whom to tell when the microphone that the video's own ear hears by is lost. */
  let videoEar: EarEvents | undefined

  async function microphoneOfVideo(): Promise<MediaStream> {
    const { openMicrophone } = await import('../speech/listening/microphone.ts')
    const { stream } = await openMicrophone({
      onAsking: () => undefined,
      onLost: (problem) => videoEar?.onProblem(problem),
    })
    return stream
  }

  async function bringDrawing(): Promise<CallFace> {
    const { avatar, speaker } = await draw()
    return {
      kind: 'drawing',
      avatar,
      voice: () => speaker.voiceName ?? 'silent',
      setVolume: (volume) => speaker.setVolume(volume),
    }
  }

  /** A video has an ear of its own, whose words come by its events. */
  async function openVideoEar(face: CallFace, events: EarEvents): Promise<Ear> {
    videoEar = events
    await face.avatar.listen(true)
    const close = () => face.avatar.listen(false)
    return { avatarSpeaks: () => undefined, finish: close, close: () => void close() }
  }

  const openEar: CallParts['openEar'] = async ({ face, mode, mayAudioLeave, events }) => {
    if (face.kind === 'video') return openVideoEar(face, events)
    const { openListening } = await import('../speech/listening/listening.ts')
    return openListening({
      mode: mode === 'held' ? 'push-to-talk' : 'hands-free',
      language: session.character.language,
      mayAudioLeave,
      events: {
        onAsking: () => undefined,
        onBargeIn: events.onBargeIn,
        onWords: events.onWords,
        onUtterance: events.onHeard,
        onProblem: (problem) => {
          if (problem !== 'needs-consent') events.onProblem(problem)
        },
      },
    })
  }

  return {
    bringVideo,
    bringDrawing,
    openEar: (options) => openEar(options).catch(rethrow),
    claim: new BrowserCallClaim(),
    clock: browserClock,
    unlockSound: () => void draw().then(({ speaker }) => speaker.unlock()),
  }
}

/** @throws EarError where it is known why */
function rethrow(error: unknown): never {
  const isKnown = error instanceof Error && 'problem' in error
  throw isKnown ? new EarError(error.problem as ListeningProblem, { cause: error }) : error
}
