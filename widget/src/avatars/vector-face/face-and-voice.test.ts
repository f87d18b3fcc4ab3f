import { sendMouse } from '@web/test-runner-commands'
import { expect } from 'chai'
import { ManualClock } from '../../../test-support/manual-clock.ts'
import {
  mouthAgreement,
  type MouthFrame,
  type SoundingViseme,
} from '../../../test-support/mouth-agreement.ts'
import { MotionWish } from '../../../test-support/open-face.ts'
import { EspeakEngine } from '../../speech/speaking/voices/espeak-engine.ts'
import { EspeakVoice } from '../../speech/speaking/voices/espeak-voice.ts'
import { SilentVoice } from '../../speech/speaking/voices/silent-voice.ts'
import { VoiceSpeaker } from '../../speech/speaking/speaker.ts'
import type { Voice } from '../../speech/speaking/voices/voice.ts'
import { VoiceOutput } from '../../speech/speaking/time/voice-output.ts'
import { look as eva } from '../portraits/looks/eva.ts'
import type { Speaker } from '../speaker.ts'
import { type FaceClock, pageFaceClock } from './face-clock.ts'
import { VectorFace } from './vector-face.ts'

/** Passes everything on, and writes down which mouth was announced for when. */
function overheard(speaker: Speaker, clock: FaceClock, sounding: SoundingViseme[]): Speaker {
  return {
    speak: (utterance, events) =>
      speaker.speak(utterance, {
        onStart: () => events.onStart(),
        onWord: (word) => events.onWord(word),
        onPause: () => events.onPause(),
        onViseme(viseme, durationMs, delayMs = 0) {
          const start = clock.now() + delayMs
          sounding.push({ viseme, start, end: start + durationMs })
          events.onViseme(viseme, durationMs, delayMs)
        },
      }),
    duck: (isDucked) => speaker.duck(isDucked),
    close: () => speaker.close(),
  }
}

/** Looks at every frame as it is drawn: between two of them much is said on a busy machine. */
const watched = (clock: FaceClock, look: () => void): FaceClock => ({
  now: () => clock.now(),
  after: (delayMs, then) => clock.after(delayMs, then),
  onFrame: (draw) =>
    clock.onFrame(() => {
      draw()
      look()
    }),
})

/** Has a face say the text by a voice, frame by frame: how well they agree, from 0 to 1. */
async function agreement(voice: Voice, clock: FaceClock): Promise<number> {
  const sounding: SoundingViseme[] = []
  const voices = new VoiceSpeaker({ language: 'ru', voicesOf: () => [voice] })
  const speaker = overheard(voices, clock, sounding)
  const stage = document.createElement('div')
  stage.style.cssText = 'width: 400px; height: 300px'
  document.body.prepend(stage)
  const frames: MouthFrame[] = []
  const look = () => {
    // Before the first sound they agree without any merit.
    if (sounding.length === 0) return
    const mouth = stage.querySelector<SVGElement>('[data-shape]')
    const [open = 0, width = 0, round = 0, teeth = 0, tongue = 0] =
      mouth?.dataset['shape']?.split(' ').map(Number) ?? []
    frames.push({ now: clock.now(), shape: { open, width, round, teeth, tongue } })
  }
  const motion = new MotionWish()
  const face = new VectorFace({ look: eva, speaker, clock: watched(clock, look), motion })
  await face.attach(stage)
  const utterance = face.speak({ id: 'm1' })
  utterance.say(text)
  utterance.end()
  await utterance.heard
  await face.close()
  stage.remove()
  expect(sounding.length).to.be.greaterThan(40)
  return mouthAgreement(frames, sounding)
}

/** Long enough that a frame which the browser draws late weighs little. */
const text =
  'Здравствуйте. Расскажите, что у вас на душе. Мне правда интересно, как прошёл ваш день, и что в нём было хорошего.'

describe('a face and its voice', function () {
  const engine = new EspeakEngine(new URL('/widget/voices/espeak/dist/', location.href))
  const voice = new EspeakVoice(engine, { language: 'ru', output: new VoiceOutput() })

  before(async function () {
    // On a busy machine it loads longer than it speaks.
    await voice.warm()
  })

  it('agree in at least 95 frames of 100 when the voice tells its sounds ahead', async () => {
    await sendMouse({ type: 'click', position: [5, 5] })
    voice.unlock()
    expect(await agreement(voice, pageFaceClock)).to.be.at.least(0.95)
  })

  it('agree in at least 95 frames of 100 when it names each as it comes', async () => {
    const clock = new ManualClock()
    const agreed = agreement(new SilentVoice(clock), clock)
    expect(await clock.passWhile(agreed)).to.be.at.least(0.95)
  })
})
