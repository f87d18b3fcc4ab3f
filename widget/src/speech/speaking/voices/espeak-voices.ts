import { EspeakEngine } from './espeak-engine.ts'
import { EspeakVoice } from './espeak-voice.ts'
import type { SpokenLanguage } from '@visavis/shared/spoken-text/readable/load-rules.ts'
import { timbreOfPortrait } from './timbre.ts'
import { VoiceOutput } from '../time/voice-output.ts'

export type EspeakVoicesOptions = {
  /** The folder the synthesiser lies in. */
  readonly folder: URL
  /** Whose voices they are. */
  readonly portrait: string
}

/** By folder. A browser never gives a worklet back, so that all calls of a page share one. */
const engines = new Map<string, EspeakEngine>()

/** The synthesiser's voices, by language: one engine speaks them, and one output sounds. */
export function espeakVoices({ folder, portrait }: EspeakVoicesOptions) {
  const engine = engines.get(folder.href) ?? new EspeakEngine(folder)
  engines.set(folder.href, engine)
  const output = new VoiceOutput()
  const timbre = timbreOfPortrait(portrait)
  return (language: SpokenLanguage) => new EspeakVoice(engine, { language, output, timbre })
}
