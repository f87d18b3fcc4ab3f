import { ListeningError, type RecogniserProblem } from './listening-error.ts'
import type {
  Recogniser,
  RecogniserEvents,
  RecogniserLanguage,
  StartRecogniser,
} from './recogniser.ts'
import {
  type BrowserRecognition,
  browserRecognition,
  type RecognitionConstructor,
  type RecognitionErrorEvent,
  type RecognitionResultEvent,
} from './speech-recognition.ts'

/** The words of what was said before come this late at most. */
const longestFinishMs = 2000

/** As often in a row it may be out of reach. */
const mostFailures = 3

/** It is begun again at once, unless it fails or ends at once, too; then after pauses that grow. */
const soonMs = 1000
const firstPauseMs = 300
const longestPauseMs = 5000

/** A browser hears a language of a country: where it is not given, the one most speak it in. */
function withCountry(tag: string): string {
  try {
    const { language, region } = new Intl.Locale(tag).maximize()
    return `${language}-${region ?? ''}`
  } catch {
    return tag
  }
}

/**
 * The browser's own recogniser: on the device where it has the language, else only if audio may
 * leave; then what it needs to stay on the device is fetched for the next time.
 *
 * @throws ListeningError `unsupported`, `needs-consent`
 */
export async function findBrowserRecogniser({
  language,
  mayAudioLeave,
}: RecogniserLanguage): Promise<StartRecogniser> {
  const Recognition = browserRecognition()
  if (Recognition === null) throw new ListeningError('unsupported')
  const spoken = withCountry(language)
  const isLocal = await isOnDevice(Recognition, spoken)
  if (!isLocal && !mayAudioLeave) throw new ListeningError('needs-consent')
  return ({ track, events }) => {
    const create = () => {
      const recognition = new Recognition()
      recognition.lang = spoken
      recognition.continuous = true
      recognition.interimResults = true
      if (isLocal) recognition.processLocally = true
      return recognition
    }
    // Recognisers on the device are younger than those that hear a track.
    const hearsTrack = Recognition.available !== undefined
    return new RunningRecogniser({ create, track, hearsTrack, events })
  }
}

async function isOnDevice(Recognition: RecognitionConstructor, language: string): Promise<boolean> {
  const where = { langs: [language], processLocally: true }
  try {
    const availability = await Recognition.available?.(where)
    if (availability === 'downloadable') void Recognition.install?.(where).catch(() => false)
    return availability === 'available'
  } catch {
    // A policy of the page's, or an older shape of the interface.
    return false
  }
}

type RunningOptions = {
  readonly create: () => BrowserRecognition
  readonly track: MediaStreamTrack
  readonly hearsTrack: boolean
  readonly events: RecogniserEvents
}

/** Browsers stop listening by themselves, after a silence or a minute; this one begins again. */
class RunningRecogniser implements Recogniser {
  readonly hearsTrack: boolean
  readonly #options: RunningOptions
  #recognition: BrowserRecognition | null = null
  #words = ''
  #failures = 0
  #begunAt = 0
  #problem: RecogniserProblem | null = null
  #waiting: ReturnType<typeof setTimeout> | undefined
  #finished: (() => void) | null = null

  constructor(options: RunningOptions) {
    this.#options = options
    this.hearsTrack = options.hearsTrack
    this.#begin()
  }

  finish(): Promise<void> {
    const recognition = this.#recognition
    if (recognition === null) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        recognition.abort()
        this.#finished?.()
      }, longestFinishMs)
      this.#finished = () => {
        clearTimeout(timer)
        this.#finished = null
        this.#settle()
        resolve()
      }
      recognition.stop()
    })
  }

  close(): void {
    clearTimeout(this.#waiting)
    const recognition = this.#recognition
    this.#recognition = null
    recognition?.abort()
    this.#words = ''
    this.#finished?.()
  }

  #begin(): void {
    const { create, track } = this.#options
    const recognition = create()
    this.#recognition = recognition
    this.#begunAt = performance.now()
    this.#problem = null
    const whileCurrent = <Heard extends Event>(act: (event: Heard) => void) =>
      ((event: Heard) => this.#recognition === recognition && act(event)) as EventListener
    recognition.addEventListener('result', whileCurrent(this.#hear))
    recognition.addEventListener('error', whileCurrent(this.#fail))
    recognition.addEventListener('end', whileCurrent(this.#goOn))
    try {
      // Browsers that do not know of tracks hear the default microphone.
      recognition.start(track)
    } catch {
      queueMicrotask(() => this.#stop('unsupported'))
    }
  }

  readonly #hear = ({ results, resultIndex }: RecognitionResultEvent): void => {
    const { events } = this.#options
    this.#failures = 0
    let interim = ''
    for (let at = resultIndex; at < results.length; at += 1) {
      const result = results[at]
      const text = result?.[0]?.transcript ?? ''
      if (result?.isFinal) events.onFinal(text.trim())
      else interim += text
    }
    this.#words = interim.trim()
    if (this.#words !== '') events.onWords(this.#words)
  }

  readonly #fail = ({ error }: RecognitionErrorEvent): void => {
    this.#problem = problems[error] ?? null
  }

  readonly #goOn = (): void => {
    const problem = this.#problem
    const wasAsked = this.#finished !== null
    this.#recognition = null
    this.#settle()
    this.#finished?.()
    if (problem !== null && problem !== 'offline') return this.#stop(problem)
    const wasSoon = performance.now() - this.#begunAt < soonMs
    if (!wasAsked && (problem !== null || wasSoon)) this.#failures += 1
    if (problem !== null && this.#failures >= mostFailures) return this.#stop(problem)
    const pauseMs = firstPauseMs * 2 ** (this.#failures - 1)
    const waitMs = this.#failures === 0 ? 0 : Math.min(pauseMs, longestPauseMs)
    this.#waiting = setTimeout(() => this.#begin(), waitMs)
  }

  /** What was made out last is all that will be known of it. */
  #settle(): void {
    const words = this.#words
    this.#words = ''
    if (words !== '') this.#options.events.onFinal(words)
  }

  #stop(problem: RecogniserProblem): void {
    this.close()
    this.#options.events.onProblem(problem)
  }
}

/** The codes that mean more than that nobody has spoken. */
const problems: Readonly<Record<string, RecogniserProblem>> = {
  'not-allowed': 'denied',
  'service-not-allowed': 'unsupported',
  'language-not-supported': 'language',
  'audio-capture': 'unsupported',
  network: 'offline',
}
