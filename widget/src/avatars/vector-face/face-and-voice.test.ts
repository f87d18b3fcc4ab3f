import { sendMouse } from '@web/test-runner-commands'
import { expect } from 'chai'
import {
  mouthAgreement,
  type MouthFrame,
  type SoundingViseme,
} from '../../../test-support/mouth-agreement.ts'
import { MotionWish } from '../../../test-support/open-face.ts'
import { EspeakEngine } from '../../speech/speaking/espeak-engine.ts'
import { EspeakVoice } from '../../speech/speaking/espeak-voice.ts'
import { SilentVoice } from '../../speech/speaking/silent-voice.ts'
import { VoiceSpeaker } from '../../speech/speaking/speaker.ts'
import type { Voice } from '../../speech/speaking/voice.ts'
import { VoiceOutput } from '../../speech/speaking/voice-output.ts'
import { eva } from '../looks/eva.ts'
import type { Speaker } from '../speaker.ts'
import { browserClock, type FaceClock } from './face-clock.ts'
import { VectorFace } from './vector-face.ts'

/** Passes everything on, and writes down which mouth was announced for when. */
function overheard(speaker: Speaker, sounding: SoundingViseme[]): Speaker {
  return {
    speak: (utterance, events) =>
      speaker.speak(utterance, {
        onStart: () => events.onStart(),
        onWord: (word) => events.onWord(word),
        onPause: () => events.onPause(),
        onViseme(viseme, durationMs, delayMs = 0) {
          const start = performance.now() + delayMs
          sounding.push({ viseme, start, end: start + durationMs })
          events.onViseme(viseme, durationMs, delayMs)
        },
      }),
    duck: (isDucked) => speaker.duck(isDucked),
    close: () => speaker.close(),
  }
}

/** Looks at every frame as it is drawn: between two of them much is said on a busy machine. */
const watched = (look: () => void): FaceClock => ({
  ...browserClock,
  onFrame: (draw) =>
    browserClock.onFrame(() => {
      draw()
      look()
    }),
})

/** Has a face say a text by a voice, frame by frame, in real time. */
async function watch(voice: Voice, text: string) {
  const sounding: SoundingViseme[] = []
  const speaker = overheard(new VoiceSpeaker({ language: 'ru', voicesOf: () => [voice] }), sounding)
  const stage = document.createElement('div')
  stage.style.cssText = 'width: 400px; height: 300px'
  document.body.prepend(stage)
  const frames: MouthFrame[] = []
  const clock = watched(() => {
    const mouth = stage.querySelector<SVGElement>('[data-shape]')
    const [open = 0, width = 0, round = 0, teeth = 0, tongue = 0] =
      mouth?.dataset['shape']?.split(' ').map(Number) ?? []
    frames.push({ now: performance.now(), shape: { open, width, round, teeth, tongue } })
  })
  const face = new VectorFace({ look: eva, speaker, clock, motion: new MotionWish() })
  await face.attach(stage)
  const utterance = face.speak({ id: 'm1' })
  utterance.say(text)
  utterance.end()
  await utterance.heard
  await face.close()
  stage.remove()
  return { frames, sounding }
}

describe('a face and its voice', function () {
  this.timeout(15_000)
  const text = 'Здравствуйте. Расскажите, что у вас на душе.'
  const engine = new EspeakEngine(new URL('/voices/espeak/dist/', location.href))
  const voice = new EspeakVoice(engine, { language: 'ru', output: new VoiceOutput() })

  before(async function () {
    // On a busy machine it loads longer than it speaks.
    this.timeout(60_000)
    await voice.warm()
  })

  it('agree in at least 95 frames of 100 when the voice tells its sounds ahead', async () => {
    await sendMouse({ type: 'click', position: [5, 5] })
    voice.unlock()
    const { frames, sounding } = await watch(voice, text)
    expect(sounding.length).to.be.greaterThan(20)
    expect(mouthAgreement(frames, sounding)).to.be.at.least(0.95)
  })

  it('agree in at least 95 frames of 100 when it names each as it comes', async () => {
    const { frames, sounding } = await watch(new SilentVoice(), 'Здравствуйте.')
    expect(mouthAgreement(frames, sounding)).to.be.at.least(0.95)
  })
})
