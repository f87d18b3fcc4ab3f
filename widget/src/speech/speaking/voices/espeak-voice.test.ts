import { sendMouse } from '@web/test-runner-commands'
import { expect } from 'chai'
import { EspeakEngine, type EspeakSound } from './espeak-engine.ts'
import { EspeakVoice } from './espeak-voice.ts'
import { espeakVoices } from './espeak-voices.ts'
import type { SpokenLanguage } from '@visavis/shared/spoken-text/readable/load-rules.ts'
import { VoiceOutput } from '../time/voice-output.ts'
import { VoiceNotReady } from './voice.ts'

const address = new URL('/widget/voices/espeak/dist/', location.href)

type Heard = { sounds: EspeakSound[]; firstMs: number }

function synthesise(engine: EspeakEngine, text: string, language: SpokenLanguage): Promise<Heard> {
  const start = performance.now()
  const heard: Heard = { sounds: [], firstMs: 0 }
  return new Promise((resolve, reject) => {
    engine.speak(
      { text, language },
      {
        onSound(sound) {
          if (sound.samples.length > 0) heard.firstMs ||= performance.now() - start
          heard.sounds.push(sound)
        },
        onEnd: () => resolve(heard),
        onError: reject,
      },
    )
  })
}

describe('the synthesiser', function () {
  const engine = new EspeakEngine(address)

  const sentences: Record<SpokenLanguage, string> = {
    ru: 'Понимаю, вам сейчас тяжело, и это нормально.',
    en: 'I hear you, this is a heavy week.',
  }
  for (const language of ['en', 'ru'] as const) {
    it(`speaks ${language}, and says when each word and sound is heard`, async () => {
      const loading = performance.now()
      await engine.load(language)
      const loaded = performance.now() - loading
      const text = sentences[language]
      const { sounds, firstMs } = await synthesise(engine, text, language)
      console.log(`${language}: loaded in ${loaded.toFixed()} ms, sound in ${firstMs.toFixed()} ms`)

      const words = sounds.flatMap((sound) => sound.words)
      expect(words.map(({ start, end }) => text.slice(start, end))).to.eql(text.match(/\p{L}+/gu))
      const seconds = sounds.reduce(
        (sum, { samples, sampleRate }) => sum + samples.length / sampleRate,
        0,
      )
      expect(seconds).to.be.within(1.5, 5)
      const times = sounds.flatMap(({ phonemes }) => phonemes.map(({ atMs }) => atMs))
      expect(times).to.eql([...times].sort((one, other) => one - other))
      expect(times.at(-1)).to.be.below(seconds * 1000 + 1)
      expect(times.length).to.be.above(15)
    })
  }

  it('keeps to the order of sentences, and leaves out one that is not wanted any more', async () => {
    const order: string[] = []
    const speak = (text: string) =>
      new Promise<void>((resolve, reject) => {
        const onEnd = () => resolve(void order.push(text))
        engine.speak({ text, language: 'en' }, { onSound: () => undefined, onEnd, onError: reject })
      })
    const first = speak('One.')
    const forget = engine.speak(
      { text: 'Two.', language: 'en' },
      {
        onSound: () => order.push('sound of two'),
        onEnd: () => order.push('two'),
        onError: () => undefined,
      },
    )
    const last = speak('Three.')
    forget()
    await Promise.all([first, last])
    expect(order).to.eql(['One.', 'Three.'])
  })

  it('cannot be had where there is none', async () => {
    for (const elsewhere of ['/nowhere/', 'https://elsewhere.example/voices/espeak/']) {
      const missing = new EspeakEngine(new URL(elsewhere, location.href))
      const outcome = await missing.load('en').then(
        () => 'loaded',
        () => 'refused',
      )
      expect(outcome, elsewhere).to.equal('refused')
    }
  })
})

describe('the voice of the synthesiser', function () {
  it('is of one synthesiser, however many calls a page has', async () => {
    const { Worker } = globalThis
    let started = 0
    globalThis.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options)
        started += 1
      }
    }
    try {
      for (let call = 1; call <= 3; call += 1) {
        const voice = espeakVoices({ folder: address, portrait: 'viktor' })('en')
        await voice.warm()
        voice.close()
      }
      expect(started).to.equal(1)
    } finally {
      globalThis.Worker = Worker
    }
  })

  it('is asked again when the device held its sound back in mid-sentence', async () => {
    const output = new VoiceOutput()
    const voice = new EspeakVoice(new EspeakEngine(address), { language: 'en', output })
    document.addEventListener('click', () => voice.unlock(), { once: true })
    await sendMouse({ type: 'click', position: [10, 10] })
    await voice.warm()
    const context = await output.running()
    const events = { onWord: () => undefined, onViseme: () => undefined }
    const { signal } = new AbortController()
    // It lasts until the context has stood still, though a busy page is late to order that.
    const text = 'Yes, I hear you, and I am here.'
    const held = voice.speak(text, { ...events, onStart: () => void context.suspend() }, signal)
    const reason = await held.then(
      () => 'spoken',
      (error: unknown) => error,
    )
    expect(reason).to.be.instanceOf(VoiceNotReady)
    await new Promise<void>((onStart, reject) => {
      voice.speak('Yes.', { ...events, onStart }, signal).catch(reject)
    })
    voice.close()
  })

  it('is heard, and tells words and visemes at the times of their sounds', async () => {
    const engine = new EspeakEngine(address)
    const output = new VoiceOutput()
    const voice = new EspeakVoice(engine, { language: 'en', output })
    document.addEventListener('click', () => voice.unlock(), { once: true })
    await sendMouse({ type: 'click', position: [10, 10] })
    await voice.warm()
    const context = await output.running()
    const analyser = context.createAnalyser()
    output.node.connect(analyser)
    const wave = new Float32Array(analyser.fftSize)

    const text = 'Moo, moo. Hello there.'
    const started = performance.now()
    const words: string[] = []
    const visemes: string[] = []
    let loudest = 0
    let firstMs = 0
    let openMs = 0
    await voice.speak(
      text,
      {
        onStart: () => (firstMs = performance.now() - started),
        onWord({ start, end }) {
          words.push(text.slice(start, end))
          analyser.getFloatTimeDomainData(wave)
        },
        onViseme(viseme, durationMs, delayMs) {
          analyser.getFloatTimeDomainData(wave)
          loudest = Math.max(loudest, ...wave)
          expect(durationMs).to.be.at.least(0)
          expect(delayMs).to.be.within(0, 400)
          openMs += durationMs
          visemes.push(viseme)
        },
      },
      new AbortController().signal,
    )
    console.log(
      `heard after ${firstMs.toFixed()} ms, visemes cover ${openMs.toFixed()} ms, loudest ${loudest.toFixed(2)}`,
    )
    expect(words).to.eql(['Moo', 'moo', 'Hello', 'there'])
    // Lips that close for the first sound; when exactly, beside its word, a busy machine does not tell.
    expect(visemes[0]).to.equal('PP')
    expect(loudest).to.be.above(0.05)
    voice.close()
  })

  it('is silent at once when it is stopped, and can speak again', async () => {
    const engine = new EspeakEngine(address)
    const output = new VoiceOutput()
    const voice = new EspeakVoice(engine, { language: 'en', output })
    document.addEventListener('click', () => voice.unlock(), { once: true })
    await sendMouse({ type: 'click', position: [10, 10] })
    await voice.warm()
    const context = await output.running()
    const meter = context.createAnalyser()
    meter.fftSize = 32_768
    output.node.connect(meter)
    /** The last second and a half, up to now. */
    const lately = () => {
      const samples = new Float32Array(meter.fftSize)
      meter.getFloatTimeDomainData(samples)
      return samples.map(Math.abs)
    }
    const controller = new AbortController()
    const log: string[] = []
    const events = (name: string) => ({
      onStart: () => log.push(name),
      onWord: () => undefined,
      onViseme: () => undefined,
    })
    const spoken = voice.speak('Moo '.repeat(20), events('first'), controller.signal)
    const nextFrame = () => new Promise(requestAnimationFrame)
    while (log.length === 0 || Math.max(...lately()) < 0.05) await nextFrame()
    controller.abort()
    const stoppedAt = context.currentTime
    await spoken
    while (context.currentTime < stoppedAt + 0.5) await nextFrame()
    // All from 60 ms later on, no matter how late the page looks.
    const seconds = context.currentTime - stoppedAt - 0.06
    expect(Math.max(...lately().slice(-seconds * context.sampleRate))).to.equal(0)
    await voice.speak('Yes.', events('second'), new AbortController().signal)
    expect(log).to.eql(['first', 'second'])
    voice.close()
  })
})
