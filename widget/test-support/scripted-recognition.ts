type Availability = 'available' | 'downloadable' | 'downloading' | 'unavailable'

/** One recogniser that the code under test has made. */
export class ScriptedRecognition extends EventTarget {
  lang = ''
  continuous = false
  interimResults = false
  processLocally = false
  track: MediaStreamTrack | undefined
  isRunning = false
  stops = 0
  readonly #results: { text: string; isFinal: boolean }[] = []

  start(track?: MediaStreamTrack): void {
    this.track = track
    this.isRunning = true
  }

  stop(): void {
    this.stops += 1
  }

  abort(): void {
    if (this.isRunning) queueMicrotask(() => this.end())
  }

  /** It makes out something, in the place of what it was not sure of. */
  hear(text: string, { isFinal = false } = {}): void {
    if (this.#results.at(-1)?.isFinal === false) this.#results.pop()
    this.#results.push({ text, isFinal })
    const results = this.#results.map((result) =>
      Object.assign([{ transcript: result.text }], { isFinal: result.isFinal }),
    )
    const resultIndex = results.length - 1
    this.dispatchEvent(Object.assign(new Event('result'), { results, resultIndex }))
  }

  fail(error: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { error }))
    this.end()
  }

  end(): void {
    if (!this.isRunning) return
    this.isRunning = false
    this.dispatchEvent(new Event('end'))
  }
}

const names = ['SpeechRecognition', 'webkitSpeechRecognition']

/** `SpeechRecognition` on the window as a test says; `null`: the browser has none. */
export class RecognitionScript {
  readonly made: ScriptedRecognition[] = []
  readonly installed: string[] = []
  readonly #real = names.map((name) => Object.getOwnPropertyDescriptor(window, name))
  readonly #waiting: { count: number; resolve: () => void }[] = []

  /** @param onDevice whether the language is on the device; `null`: the browser knows only of its server */
  constructor(onDevice: Availability | null) {
    const keep = (recognition: ScriptedRecognition) => {
      this.made.push(recognition)
      for (const { count, resolve } of this.#waiting) if (this.made.length >= count) resolve()
    }
    class Recognition extends ScriptedRecognition {
      constructor() {
        super()
        keep(this)
      }
    }
    const local = {
      available: async () => onDevice,
      install: async ({ langs }: { langs: string[] }) => {
        this.installed.push(...langs)
        return true
      },
    }
    if (onDevice !== null) Object.assign(Recognition, local)
    this.#set(Recognition)
  }

  /** The one that runs, or ran last. */
  get current(): ScriptedRecognition {
    const current = this.made.at(-1)
    if (current === undefined) throw new Error('No recogniser was made')
    return current
  }

  /** Resolves once so many were made. */
  async madeAtLeast(count: number): Promise<void> {
    if (this.made.length >= count) return
    await new Promise<void>((resolve) => this.#waiting.push({ count, resolve }))
  }

  /** The browser has none. */
  static absent(): RecognitionScript {
    const script = new RecognitionScript(null)
    script.#set(undefined)
    return script
  }

  restore(): void {
    names.forEach((name, index) => {
      const real = this.#real[index]
      if (real) Object.defineProperty(window, name, real)
      else Reflect.deleteProperty(window, name)
    })
  }

  #set(value: unknown): void {
    for (const name of names) {
      Object.defineProperty(window, name, { value, configurable: true, writable: true })
    }
  }
}
