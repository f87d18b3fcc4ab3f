import { expect } from 'chai'
import { loadMarkReaders } from '@visavis/shared/spoken-text/load-mark-readers.ts'
import type { SpokenWord } from '../../avatars/avatar.ts'
import { ManualClock } from '../../../test-support/manual-clock.ts'
import { loadRules } from '@visavis/shared/spoken-text/readable/load-rules.ts'
import { SilentVoice } from './voices/silent-voice.ts'
import { VoiceSpeaker } from './speaker.ts'
import { type Voice, type VoiceEvents, VoiceNotReady } from './voices/voice.ts'

/** Speaks by the clock, and writes down what it was asked for. */
class ScriptedVoice implements Voice {
  readonly name = 'espeak'
  readonly spoken: string[] = []
  readonly prepared: string[] = []
  readonly volumes: number[] = []
  /** Fails in the middle of this sentence, or when this is thrown at once. */
  breaksIn = ''
  error: Error | null = null
  readonly #timed: SilentVoice

  constructor(clock: ManualClock) {
    this.#timed = new SilentVoice(clock)
  }

  async warm(): Promise<void> {
    if (this.error) throw this.error
  }

  prepare(sentence: string): void {
    this.prepared.push(sentence)
  }

  async speak(sentence: string, events: VoiceEvents, signal: AbortSignal): Promise<void> {
    if (this.error) throw this.error
    this.spoken.push(sentence)
    if (sentence !== this.breaksIn) return this.#timed.speak(sentence, events, signal)
    events.onStart()
    events.onWord({ start: 0, end: 1 })
    const second = sentence.indexOf(' ') + 1
    events.onWord({ start: second, end: second + 1 })
    throw new Error('broken')
  }

  setVolume(volume: number): void {
    this.volumes.push(volume)
  }

  close(): void {}
}

function setUp(language: 'ru' | 'en' = 'ru') {
  const clock = new ManualClock()
  const voice = new ScriptedVoice(clock)
  const second = new ScriptedVoice(clock)
  const speaker = new VoiceSpeaker({ language, clock, voicesOf: () => [voice, second] })
  const log: string[] = []
  let text = ''
  const events = {
    onStart: () => log.push('start'),
    onWord: ({ start, end }: SpokenWord) => log.push(text.slice(start, end)),
    onViseme: () => undefined,
    onPause: () => log.push('pause'),
  }
  const utterance = speaker.speak({ id: 'm1' }, events)
  const say = (more: string) => {
    text += more
    utterance.say(more)
  }
  return { clock, voice, second, speaker, log, events, utterance, say }
}

// So that they are there within the clock's time.
before(() =>
  Promise.all(
    (['ru', 'en'] as const).flatMap((language) => [
      loadRules(language, ''),
      loadRules(language, '1'),
    ]),
  ),
)

before(() => loadMarkReaders('*'))

describe('the speaker', () => {
  it('speaks the first clause while the rest is still being written', async () => {
    const { clock, voice, say, utterance } = setUp()
    say('Понимаю, что вам **сейчас** тяжело, ')
    await clock.pass(10)
    expect(voice.spoken).to.eql(['Понимаю, что вам сейчас тяжело,'])
    say('и это нормально. Ещё 5 ми')
    await clock.pass(0)
    expect(voice.prepared.at(-1)).to.equal('и это нормально.')
    say('нут.')
    utterance.end()
    await clock.pass(10_000)
    expect(voice.spoken.slice(1)).to.eql(['и это нормально.', 'Ещё пять минут.'])
    expect(await utterance.heard).to.eql({
      text: 'Понимаю, что вам **сейчас** тяжело, и это нормально. Ещё 5 минут.',
      isCut: false,
    })
  })

  it('says of each word where it stands in the Markdown', async () => {
    const { clock, log, say, utterance } = setUp()
    say('Да, **это** [врач](https://a.example) в 18:30!')
    utterance.end()
    await clock.pass(10_000)
    expect(log).to.eql(['start', 'Да', 'это', 'врач', 'в', '18:30', '18:30', 'pause'])
  })

  it('rests when it has nothing to say, and starts again when it has', async () => {
    const { clock, log, say, utterance } = setUp()
    say('Раз.\n')
    await clock.pass(5000)
    say('Два.\n')
    utterance.end()
    await clock.pass(5000)
    expect(log).to.eql(['start', 'Раз', 'pause', 'start', 'Два', 'pause'])
  })

  it('leaves out what has no words', async () => {
    const { clock, voice, say, utterance } = setUp()
    say('😊\n---\nДа. ***\n')
    utterance.end()
    await clock.pass(5000)
    expect(voice.spoken).to.eql(['Да.'])
    expect((await utterance.heard).isCut).to.equal(false)
  })

  it('leaves out what somebody does, and says where each word stands all the same', async () => {
    const { clock, log, voice, say, utterance } = setUp()
    for (const piece of ['*улыб', 'ается* Да. *кивает', ' и молчит*', ' Вот *очень* важно'])
      say(piece)
    say(' *машет рукой*')
    utterance.end()
    await clock.pass(10_000)
    expect(voice.spoken).to.eql(['Да.', 'Вот очень важно.'])
    expect(log).to.eql(['start', 'Да', 'Вот', 'очень', 'важно', 'pause'])
    expect(await utterance.heard).to.eql({
      text: '*улыбается* Да. *кивает и молчит* Вот *очень* важно *машет рукой*',
      isCut: false,
    })
  })

  it('is heard at once where nothing of it is said', async () => {
    const { log, say, utterance } = setUp()
    say('*улыбается*')
    utterance.end()
    expect((await utterance.heard).isCut).to.equal(false)
    expect(log).to.eql([])
  })

  it('knows what was heard behind a stage direction', async () => {
    const { clock, say, utterance } = setUp()
    say('*кивает и улыбается* Да. Нет.')
    utterance.end()
    await clock.pass(200)
    utterance.cut()
    expect((await utterance.heard).text).to.equal('*кивает и улыбается* Да')
  })

  it('is silent when it is cut, and knows what was heard', async () => {
    const { clock, log, say, utterance } = setUp()
    say('Первое слово и второе слово. И ещё много слов.')
    utterance.end()
    await clock.pass(700)
    const words = log.filter((entry) => entry !== 'start')
    utterance.cut()
    await clock.pass(5000)
    const heard = await utterance.heard
    expect(heard.isCut).to.equal(true)
    expect('Первое слово и второе слово.'.startsWith(heard.text)).to.equal(true)
    expect(heard.text.endsWith(words.at(-1) ?? '-')).to.equal(true)
    expect(log.at(-1)).to.equal('pause')
    expect(log.length).to.equal(words.length + 2)
  })

  it('cuts what it says when it is asked to say something else', async () => {
    const { clock, speaker, events, say, utterance, voice } = setUp()
    say('Раз два три четыре пять.')
    await clock.pass(300)
    const other = speaker.speak({ id: 'm2' }, events)
    other.say('Другое.')
    other.end()
    await clock.pass(5000)
    expect((await utterance.heard).isCut).to.equal(true)
    expect(voice.spoken.at(-1)).to.equal('Другое.')
    expect(await other.heard).to.eql({ text: 'Другое.', isCut: false })
  })

  it('goes on with the next voice at the word the first one broke at', async () => {
    const { clock, voice, second, speaker, log, say, utterance } = setUp()
    voice.breaksIn = 'Раз два три.'
    say('Раз два три. Ещё.')
    utterance.end()
    await clock.pass(5000)
    expect(voice.spoken).to.eql(['Раз два три.'])
    expect(second.spoken).to.eql(['два три.', 'Ещё.'])
    expect(log.filter((entry) => entry.length > 1).at(-2)).to.equal('Ещё')
    expect(speaker.voiceName).to.equal('espeak')
  })

  it('asks a voice again that was not ready', async () => {
    const { clock, voice, second, say, utterance } = setUp()
    voice.error = new VoiceNotReady()
    say('Раз. Два.')
    await clock.pass(0)
    voice.error = null
    say(' Три.')
    utterance.end()
    await clock.pass(5000)
    expect(second.spoken).to.eql(['Раз.'])
    expect(voice.spoken).to.eql(['Два.', 'Три.'])
  })

  it('reads a text in the language of its letters', async () => {
    const { clock, voice, say, utterance } = setUp('ru')
    say('It costs $5.\nСтоит $5.')
    utterance.end()
    await clock.pass(9000)
    expect(voice.spoken).to.eql(['It costs five dollars.', 'Стоит пять долларов.'])
  })
})

describe('the speaker, ducked', () => {
  it('is 26 dB down at once, and back where it was', async () => {
    const { clock, voice, speaker, say } = setUp()
    say('Раз.\n')
    await clock.pass(0)
    speaker.setVolume(0.8)
    speaker.duck(true)
    speaker.duck(true)
    expect(20 * Math.log10((voice.volumes.at(-1) ?? 1) / 0.8)).to.be.below(-20)
    speaker.duck(false)
    expect(voice.volumes.at(-1)).to.equal(0.8)
  })

  it('comes back at the word it left, though the sentence has ended meanwhile', async () => {
    const { clock, voice, speaker, log, say, utterance } = setUp()
    say('Раз два три четыре. Потом пять.')
    utterance.end()
    await clock.pass(500)
    const left = log.at(-1) ?? ''
    speaker.duck(true)
    await clock.pass(6000)
    expect(voice.spoken).to.eql(['Раз два три четыре.'])
    speaker.duck(false)
    await clock.pass(6000)
    expect(voice.spoken[1]?.startsWith(left)).to.equal(true)
    expect(voice.spoken.at(-1)).to.equal('Потом пять.')
    expect((await utterance.heard).isCut).to.equal(false)
  })

  it('goes on as it was after a moment', async () => {
    const { clock, voice, speaker, say, utterance } = setUp()
    say('Раз два три четыре.')
    utterance.end()
    await clock.pass(300)
    speaker.duck(true)
    await clock.pass(200)
    speaker.duck(false)
    await clock.pass(6000)
    expect(voice.spoken).to.eql(['Раз два три четыре.'])
  })
})
