import { EspeakEngine } from './espeak-engine.ts'
import { EspeakVoice } from './espeak-voice.ts'
import type { SpokenLanguage } from './readable/load-rules.ts'
import type { Timbre } from './timbre.ts'
import { VoiceOutput } from './voice-output.ts'

export type EspeakVoicesOptions = {
  /** The folder the synthesiser lies in. */
  readonly folder: URL
  readonly timbre: Timbre
}

/** The synthesiser's voices, by language: one engine speaks them, and one output sounds. */
export function espeakVoices({ folder, timbre }: EspeakVoicesOptions) {
  const engine = new EspeakEngine(folder)
  const output = new VoiceOutput()
  return (language: SpokenLanguage) => new EspeakVoice(engine, { language, output, timbre })
}
