import type { SessionResponse } from '@visavis/shared/wire/session.ts'
import type { ListeningProblem } from '../../speech/listening/listening.ts'
import { loadOnce } from '@visavis/shared/load-once.ts'
import { pageClock } from '../../clock.ts'
import { BrowserCallClaim } from '../call-claim.ts'
import { type CallFace, type CallParts, EarError } from './call-parts.ts'
import type { ChatTransport } from '../../transports/transport.ts'
import type { AvatarConnection, VideoFace } from './video-face.ts'

/** What a call in the page asks its site through. */
export type CallConnection = AvatarConnection & {
  readonly transport: Pick<ChatTransport, 'stop'>
}

export type BrowserCallPartsOptions = {
  readonly connection: CallConnection
  readonly session: SessionResponse
  readonly sound: CallParts['sound']
}

/** A call's parts as a browser has them. To be made inside the visitor's click. */
export function browserCallParts({
  connection,
  session,
  sound,
}: BrowserCallPartsOptions): CallParts {
  const { character, features } = session
  let video: VideoFace | undefined

  /** The drawn face with its voice; begun early, it is allowed to sound. */
  const draw = loadOnce(async () => {
    const [drawFace, look] = await Promise.all([
      import('./draw-face.ts').then(({ drawFace }) => drawFace),
      import('../../avatars/portraits/looks.ts').then(({ loadLook }) =>
        loadLook(character.portrait),
      ),
    ])
    return drawFace(character, look)
  })

  async function bringVideo(): Promise<CallFace | null> {
    if (!features.avatar) return null
    const { VideoFace } = await import('./video-face.ts')
    video = new VideoFace(connection)
    return video
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

  const openEar: CallParts['openEar'] = async (options) => {
    if (video && options.face === video) return video.openEar(options)
    const { openBrowserEar } = await import('./browser-ear.ts')
    return openBrowserEar(character.language, options)
  }

  return {
    bringVideo,
    bringDrawing,
    openEar: (options) => openEar(options).catch(rethrow),
    claim: new BrowserCallClaim(),
    clock: pageClock,
    reportHeard: (streamId, heardCharacters) =>
      connection.transport.stop(streamId, { heardCharacters }),
    sound,
    unlockSound: () => {
      void draw().then(({ speaker }) => speaker.unlock())
      void sound?.resume()
    },
  }
}

/** @throws EarError where it is known why */
function rethrow(error: unknown): never {
  const isKnown = error instanceof Error && 'problem' in error
  throw isKnown ? new EarError(error.problem as ListeningProblem, { cause: error }) : error
}
