import { joined, soundRate } from './test-sounds.ts'

/** The part of eSpeak NG's binding that a test needs to be spoken to. */
export type EspeakModule = {
  eSpeakNGWorker: new () => {
    set_voice(name: string): void
    set_rate(wordsPerMinute: number): void
    set_pitch(pitch: number): void
    get_samplerate(): number
    synthesize(text: string, onAudio: (audio: Int16Array | null) => boolean): void
  }
}

const folder = '/node_modules/@echogarden/espeak-ng-emscripten'

export type Saying = {
  readonly text: string
  readonly language: 'en' | 'ru'
  /** 0–100 */
  readonly pitch?: number
  /** Words a minute. */
  readonly rate?: number
}

/** Speech that is made when it is needed, so that no recording has to be kept. */
export async function createSpokenSounds(): Promise<(saying: Saying) => Float32Array> {
  const { default: create } = (await import(`${folder}/espeak-ng.js`)) as {
    default: (options: object) => Promise<EspeakModule>
  }
  return spokenSoundsOf(await create({ locateFile: (name: string) => `${folder}/${name}` }))
}

/** As `createSpokenSounds`, by a binding that is loaded already. */
export function spokenSoundsOf(espeak: EspeakModule): (saying: Saying) => Float32Array {
  const voice = new espeak.eSpeakNGWorker()
  return ({ text, language, pitch = 50, rate = 175 }) => {
    voice.set_voice(language)
    voice.set_pitch(pitch)
    voice.set_rate(rate)
    const parts: Int16Array[] = []
    voice.synthesize(text, (audio) => {
      if (audio !== null) parts.push(Int16Array.from(audio))
      return false
    })
    const spoken = joined(
      ...parts.map((part) => Float32Array.from(part, (value) => value / 32_768)),
    )
    const step = voice.get_samplerate() / soundRate
    return Float32Array.from({ length: Math.floor(spoken.length / step) }, (_, index) => {
      const place = index * step
      const before = spoken[Math.floor(place)] ?? 0
      const after = spoken[Math.floor(place) + 1] ?? 0
      return before + (after - before) * (place % 1)
    })
  }
}
