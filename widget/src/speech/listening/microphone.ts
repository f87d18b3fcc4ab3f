import { ListeningError, type MicrophoneProblem } from './listening-error.ts'

export type MicrophoneOptions = {
  /** The browser asks the visitor; it may wait for an answer as long as it likes. */
  readonly onAsking: () => void
  /** The microphone is lost, and closed. Not called after `close`. */
  readonly onLost: (problem: MicrophoneProblem) => void
}

/** An open microphone: the browser shows that it listens. */
export interface Microphone {
  readonly stream: MediaStream
  readonly track: MediaStreamTrack
  /** Lets go of the device, so that the browser shows it, too; may be called twice. */
  close(): void
}

/**
 * Opens the visitor's microphone, one voice without its echo. Only for what the visitor has just
 * done to be heard: it may ask.
 *
 * @throws ListeningError with a {@link MicrophoneProblem}
 */
export async function openMicrophone(options: MicrophoneOptions): Promise<Microphone> {
  const { mediaDevices } = navigator as Partial<Pick<Navigator, 'mediaDevices'>>
  if (mediaDevices === undefined) {
    throw new ListeningError(isSecureContext ? 'missing' : 'insecure')
  }
  if (isBlockedByPage()) throw new ListeningError('blocked')
  let isAnswered = false
  void permission().then((state) => {
    if (!isAnswered && state === 'prompt') options.onAsking()
  })
  const audio = {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    channelCount: 1,
  }
  const stream = await mediaDevices
    .getUserMedia({ audio })
    .catch((cause: unknown) => {
      throw new ListeningError(problemOf(cause), { cause })
    })
    .finally(() => (isAnswered = true))
  return holdMicrophone(stream, options)
}

function holdMicrophone(stream: MediaStream, { onLost }: MicrophoneOptions): Microphone {
  const [track] = stream.getAudioTracks()
  if (track === undefined) throw new ListeningError('missing')
  const open = new AbortController()
  const { signal } = open
  const close = () => {
    open.abort()
    for (const each of stream.getTracks()) each.stop()
  }
  const lose = async () => {
    if (signal.aborted) return
    close()
    onLost((await permission()) === 'denied' ? 'denied' : 'unplugged')
  }
  const look = async () => {
    if (!(await isPluggedIn(track))) await lose()
  }
  track.addEventListener('ended', () => void lose(), { signal })
  // Not every browser ends the track of a device that is gone.
  navigator.mediaDevices.addEventListener('devicechange', () => void look(), { signal })
  return { stream, track, close }
}

async function isPluggedIn(track: MediaStreamTrack): Promise<boolean> {
  const { deviceId } = track.getSettings()
  const devices = await navigator.mediaDevices.enumerateDevices()
  const inputs = devices.filter(({ kind }) => kind === 'audioinput')
  return deviceId === undefined || inputs.some((input) => input.deviceId === deviceId)
}

/** Only Chromium tells; elsewhere it is found `denied`. */
function isBlockedByPage(): boolean {
  const { featurePolicy } = document as {
    featurePolicy?: { allowsFeature(name: string): boolean }
  }
  return featurePolicy?.allowsFeature('microphone') === false
}

/** `prompt` where the browser does not tell. */
async function permission(): Promise<PermissionState> {
  try {
    return (await navigator.permissions.query({ name: 'microphone' })).state
  } catch {
    return 'prompt'
  }
}

function problemOf(error: unknown): MicrophoneProblem {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied'
    case 'NotReadableError':
    case 'AbortError':
      return 'busy'
    default:
      return 'missing'
  }
}
