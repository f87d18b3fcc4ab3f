import { EspeakEngine } from './espeak-engine.ts'
import { EspeakVoice } from './espeak-voice.ts'
import type { SpokenLanguage } from './readable/readable.ts'
import { SilentVoice } from './silent-voice.ts'
import { VoiceSpeaker } from './speaker.ts'
import { SystemVoice } from './system-voice.ts'
import { VoiceOutput } from './voice-output.ts'

export type CreateSpeakerOptions = {
  readonly language: SpokenLanguage
  /** The folder of the synthesiser, if the site has one: `voices/espeak/` beside the script. */
  readonly espeakUrl?: URL | undefined
}

/** A speaker with all voices there are: the device's, the synthesiser's, and silence. */
export function createSpeaker({ language, espeakUrl }: CreateSpeakerOptions): VoiceSpeaker {
  const engine = espeakUrl && new EspeakEngine(espeakUrl)
  const output = new VoiceOutput()
  return new VoiceSpeaker({
    language,
    voicesOf: (spoken) => [
      new SystemVoice(spoken),
      ...(engine ? [new EspeakVoice(engine, { language: spoken, output })] : []),
      new SilentVoice(),
    ],
  })
}
