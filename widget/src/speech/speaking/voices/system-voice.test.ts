import { expect } from 'chai'
import { ManualClock } from '../../../../test-support/manual-clock.ts'
import { findSystemVoice } from './find-system-voice.ts'
import { SystemVoice } from './system-voice.ts'

type SynthesisVoice = Pick<SpeechSynthesisVoice, 'lang' | 'localService' | 'default' | 'name'>

/** The part of a browser's synthesiser that the voice uses, played by hand. */
class ScriptedSynthesis extends EventTarget {
  readonly utterances: SpeechSynthesisUtterance[] = []
  voices: SynthesisVoice[] = []
  cancelled = 0

  getVoices(): SynthesisVoice[] {
    return this.voices
  }

  speak(utterance: SpeechSynthesisUtterance): void {
    this.utterances.push(utterance)
  }

  cancel(): void {
    this.cancelled += 1
  }

  resume(): void {}

  get last(): SpeechSynthesisUtterance {
    const utterance = this.utterances.at(-1)
    if (!utterance) throw new Error('Nothing is spoken')
    return utterance
  }
}

const russian = { name: 'Милена', lang: 'ru-RU', localService: true, default: false }

/** A browser takes only voices of its own for an utterance; this one is none. */
const forgetVoice = Object.getOwnPropertyDescriptor(SpeechSynthesisUtterance.prototype, 'voice')

/** A device with these voices, and what it says when it is asked for a Russian one. */
function setUpDevice(voices: SynthesisVoice[]) {
  const clock = new ManualClock()
  const synthesis = new ScriptedSynthesis()
  synthesis.voices = voices
  const options = { clock, synthesis: synthesis as unknown as SpeechSynthesis }
  return { clock, synthesis, find: () => findSystemVoice('ru', options) }
}

function setUp() {
  const clock = new ManualClock()
  const synthesis = new ScriptedSynthesis()
  const options = { clock, synthesis: synthesis as unknown as SpeechSynthesis }
  const voice = new SystemVoice(russian as SpeechSynthesisVoice, options)
  const heard: string[] = []
  const controller = new AbortController()
  const speak = (sentence: string) =>
    voice.speak(
      sentence,
      {
        onStart: () => heard.push('start'),
        onWord: ({ start, end }) => heard.push(sentence.slice(start, end)),
        onViseme: () => undefined,
      },
      controller.signal,
    )
  return { clock, synthesis, voice, heard, controller, speak }
}

const begin = (utterance: SpeechSynthesisUtterance) =>
  utterance.dispatchEvent(new SpeechSynthesisEvent('start', { utterance }))
const end = (utterance: SpeechSynthesisUtterance) =>
  utterance.dispatchEvent(new SpeechSynthesisEvent('end', { utterance }))
const meet = (utterance: SpeechSynthesisUtterance, charIndex: number) =>
  utterance.dispatchEvent(
    new SpeechSynthesisEvent('boundary', { utterance, charIndex, name: 'word' }),
  )

describe('the voice of the device', () => {
  before(() => {
    Object.defineProperty(SpeechSynthesisUtterance.prototype, 'voice', {
      configurable: true,
      writable: true,
      value: null,
    })
  })
  after(() => {
    if (forgetVoice) {
      Object.defineProperty(SpeechSynthesisUtterance.prototype, 'voice', forgetVoice)
    }
  })

  it('is one that lives on the device and speaks the language', async () => {
    const { find } = setUpDevice([
      { ...russian, name: 'Google русский', localService: false },
      { ...russian, lang: 'en-US' },
      russian,
      { ...russian, name: 'Юрий', default: true },
    ])
    expect((await find()).name).to.equal('Юрий')
  })

  it('says what it is asked to in its own language', async () => {
    const { synthesis, speak, clock } = setUp()
    void speak('Да.')
    await clock.pass(0)
    expect(synthesis.last.voice?.name).to.equal('Милена')
    expect(synthesis.last.lang).to.equal('ru-RU')
  })

  it('is waited for, as browsers read their voices in late', async () => {
    const { find, synthesis } = setUpDevice([])
    const found = find()
    synthesis.voices = [russian]
    synthesis.dispatchEvent(new Event('voiceschanged'))
    expect((await found).name).to.equal('Милена')
  })

  it('is not there when none comes', async () => {
    const { find, clock } = setUpDevice([{ ...russian, localService: false }])
    const outcome = find().catch(() => 'none')
    await clock.pass(2000)
    expect(await outcome).to.equal('none')
  })

  it('tells words by its letters, and by what the synthesiser says of them', async () => {
    const { clock, synthesis, heard, speak } = setUp()
    const spoken = speak('Раз два три четыре.')
    await clock.pass(0)
    begin(synthesis.last)
    await clock.pass(50)
    expect(heard).to.eql(['start', 'Раз'])
    meet(synthesis.last, 8)
    await clock.pass(0)
    expect(heard.at(-1)).to.equal('три')
    meet(synthesis.last, 8)
    await clock.pass(2000)
    expect(heard).to.eql(['start', 'Раз', 'три', 'четыре'])
    end(synthesis.last)
    await clock.pass(500)
    await spoken
  })

  it('says the rest of a sentence again in another volume', async () => {
    const { clock, synthesis, voice, heard, speak } = setUp()
    const spoken = speak('Раз два три.')
    await clock.pass(0)
    begin(synthesis.last)
    meet(synthesis.last, 4)
    await clock.pass(10)
    voice.setVolume(0.05)
    expect(synthesis.cancelled).to.equal(1)
    expect(synthesis.last.text).to.equal('два три.')
    expect(synthesis.last.volume).to.be.closeTo(0.05, 0.001)
    begin(synthesis.last)
    meet(synthesis.last, 4)
    await clock.pass(0)
    end(synthesis.last)
    await clock.pass(500)
    await spoken
    expect(heard.filter((entry) => entry !== 'start')).to.eql(['два', 'три'])
  })

  it('is silent at once when it is stopped', async () => {
    const { clock, synthesis, heard, controller, speak } = setUp()
    const spoken = speak('Раз два три.')
    await clock.pass(0)
    begin(synthesis.last)
    controller.abort()
    await spoken
    expect(synthesis.cancelled).to.equal(1)
    await clock.pass(5000)
    expect(heard).to.eql(['start'])
  })

  it('is broken when it says so, does not begin or does not end', async () => {
    const failures: ((setup: ReturnType<typeof setUp>) => Promise<void>)[] = [
      async ({ clock, synthesis }) => {
        const { last: utterance } = synthesis
        const error = 'synthesis-failed'
        utterance.dispatchEvent(new SpeechSynthesisErrorEvent('error', { utterance, error }))
        await clock.pass(0)
      },
      ({ clock }) => clock.pass(4000),
      async ({ clock, synthesis }) => {
        begin(synthesis.last)
        await clock.pass(20_000)
      },
    ]
    for (const fail of failures) {
      const setup = setUp()
      const outcome = setup.speak('Раз два три.').catch(() => 'broken')
      await setup.clock.pass(0)
      await fail(setup)
      expect(await outcome).to.equal('broken')
    }
  })
})
