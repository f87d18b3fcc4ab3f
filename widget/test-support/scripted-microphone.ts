/** `navigator.mediaDevices` as a test says: what it is asked for, and what it gives. */
export class ScriptedMicrophone {
  readonly context = new AudioContext()
  readonly asked: (MediaStreamConstraints | undefined)[] = []
  /** What comes in the place of a microphone's stream, as long as it is set. */
  answer: (() => Promise<MediaStream>) | null = null
  /** The devices' ids. */
  inputs: string[] = ['built-in']
  permission: PermissionState = 'granted'
  readonly #streams: MediaStream[] = []
  readonly #real = {
    getUserMedia: navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices),
    enumerateDevices: navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices),
    query: navigator.permissions.query.bind(navigator.permissions),
  }

  constructor() {
    Object.assign(navigator.mediaDevices, {
      getUserMedia: (constraints?: MediaStreamConstraints) => {
        this.asked.push(constraints)
        return this.answer?.() ?? Promise.resolve(this.newStream())
      },
      enumerateDevices: async () =>
        this.inputs.map((deviceId) => ({ kind: 'audioinput', deviceId })),
    })
    Object.assign(navigator.permissions, { query: async () => ({ state: this.permission }) })
  }

  /** The tracks that were given and not stopped. */
  get live(): MediaStreamTrack[] {
    return this.#streams
      .flatMap((stream) => stream.getTracks())
      .filter(({ readyState }) => readyState === 'live')
  }

  newStream(): MediaStream {
    const { stream } = this.context.createMediaStreamDestination()
    for (const track of stream.getTracks()) {
      Object.assign(track, { getSettings: () => ({ deviceId: 'built-in' }) })
    }
    this.#streams.push(stream)
    return stream
  }

  refuse(name: string): void {
    this.answer = () => Promise.reject(new DOMException('As the test says', name))
  }

  /** Somebody pulls the plug; `isTold` if the browser ends the track, too. */
  unplug({ isTold }: { isTold: boolean }): void {
    this.inputs = []
    if (isTold) this.live.forEach((track) => track.dispatchEvent(new Event('ended')))
    else navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
  }

  async restore(): Promise<void> {
    const { query, ...devices } = this.#real
    Object.assign(navigator.mediaDevices, devices)
    Object.assign(navigator.permissions, { query })
    await this.context.close()
  }
}
