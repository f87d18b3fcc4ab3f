/** `SpeechRecognition` as browsers have it, as far as it is used; TypeScript does not know it. */
export interface BrowserRecognition extends EventTarget {
  lang: string
  continuous: boolean
  interimResults: boolean
  processLocally?: boolean
  start(track?: MediaStreamTrack): void
  /** No more is heard; results of what was heard may still come. */
  stop(): void
  abort(): void
}

type Where = { readonly langs: readonly string[]; readonly processLocally: boolean }

export type RecognitionConstructor = {
  new (): BrowserRecognition
  available?(where: Where): Promise<'available' | 'downloadable' | 'downloading' | 'unavailable'>
  install?(where: Where): Promise<boolean>
}

export type RecognitionResult = ArrayLike<{ readonly transcript: string }> & {
  readonly isFinal: boolean
}

export interface RecognitionResultEvent extends Event {
  readonly results: ArrayLike<RecognitionResult>
  /** The first of the results that has changed. */
  readonly resultIndex: number
}

export interface RecognitionErrorEvent extends Event {
  readonly error: string
}

/** Null where the browser has none. */
export function browserRecognition(): RecognitionConstructor | null {
  const { SpeechRecognition, webkitSpeechRecognition } = window as {
    SpeechRecognition?: RecognitionConstructor
    webkitSpeechRecognition?: RecognitionConstructor
  }
  return SpeechRecognition ?? webkitSpeechRecognition ?? null
}
