import { EspeakEngine } from './espeak-engine.ts'
import { EspeakVoice } from './espeak-voice.ts'
import type { SpokenLanguage } from './readable/readable.ts'
import { SilentVoice } from './silent-voice.ts'
import { VoiceSpeaker } from './speaker.ts'
import { SystemVoice } from './system-voice.ts'
import { timbreOfPortrait } from './timbre.ts'
import { VoiceOutput } from './voice-output.ts'

/** Where the synthesiser lies unless a site says otherwise: beside the script. */
const voicesUrl = import.meta.env.VITE_VOICES_URL ?? '../voices/'

export type CreateSpeakerOptions = {
  readonly language: SpokenLanguage
  /** The portrait whose voice it is, heeded where a voice can be chosen by it. */
  readonly portrait?: string | undefined
  /**
   * The folder of the synthesiser, `…/voices/espeak/`. It works from the page's own origin only; a
   * page that has the script from elsewhere may have a copy of the folder.
   */
  readonly espeakUrl?: URL | undefined
}

/** A speaker with all voices there are: the device's, the synthesiser's, and silence. */
export function createSpeaker({
  language,
  portrait = '',
  espeakUrl = new URL('espeak/', new URL(voicesUrl, import.meta.url)),
}: CreateSpeakerOptions): VoiceSpeaker {
  const engine = new EspeakEngine(espeakUrl)
  const output = new VoiceOutput()
  return new VoiceSpeaker({
    language,
    voicesOf: (spoken) => [
      new SystemVoice(spoken),
      new EspeakVoice(engine, { language: spoken, output, timbre: timbreOfPortrait(portrait) }),
      new SilentVoice(),
    ],
  })
}
