import { loadOnce } from '@visavis/shared/load-once.ts'
import { findSystemVoice } from './find-system-voice.ts'
import { LateVoice } from './late-voice.ts'
import type { SpokenLanguage } from '@visavis/shared/spoken-text/readable/load-rules.ts'
import { VoiceSpeaker } from '../speaker.ts'

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
  // Nothing of the synthesiser is fetched where the device has a voice.
  const loadEspeak = loadOnce(async () => {
    const { espeakVoices } = await import('./espeak-voices.ts')
    return espeakVoices({ folder: espeakUrl, portrait })
  })
  const loadSpelled = () => import('./spelled-voices.ts')
  const loadSystemVoice = async (spoken: SpokenLanguage) => {
    const voice = await findSystemVoice(spoken)
    const { SystemVoice } = await loadSpelled()
    return new SystemVoice(voice)
  }
  const loadSilence = async () => {
    const { SilentVoice } = await loadSpelled()
    return new SilentVoice()
  }

  return new VoiceSpeaker({
    language,
    voicesOf: (spoken) => [
      new LateVoice('system', () => loadSystemVoice(spoken)),
      new LateVoice('espeak', async () => (await loadEspeak())(spoken)),
      new LateVoice('silent', loadSilence),
    ],
  })
}
