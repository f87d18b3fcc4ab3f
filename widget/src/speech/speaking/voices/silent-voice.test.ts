import { expect } from 'chai'
import { ManualClock } from '../../../../test-support/manual-clock.ts'
import { SilentVoice } from './silent-voice.ts'

async function speak(sentence: string) {
  const clock = new ManualClock()
  const words: { word: string; at: number }[] = []
  let mouthMs = 0
  let endedAt = 0
  const controller = new AbortController()
  const spoken = new SilentVoice(clock)
    .speak(
      sentence,
      {
        onStart: () => expect(words).to.eql([]),
        onWord: ({ start, end }) =>
          words.push({ word: sentence.slice(start, end), at: clock.now() }),
        onViseme: (_, durationMs) => (mouthMs += durationMs),
      },
      controller.signal,
    )
    .then(() => (endedAt = clock.now()))
  return { clock, words, spoken, controller, mouthMs: () => mouthMs, endedAt: () => endedAt }
}

describe('the silent voice', () => {
  it('takes the time a voice would take, word by word, with a mouth that moves', async () => {
    const table = {
      ru: 'Понимаю, вам сейчас очень тяжело.',
      en: 'I hear how very hard this week is.',
    }
    for (const [language, sentence] of Object.entries(table)) {
      const speech = await speak(sentence)
      await speech.clock.pass(20_000)
      await speech.spoken
      expect(speech.words.map(({ word }) => word)).to.eql(sentence.match(/\p{L}+/gu))
      const times = speech.words.map(({ at }) => at)
      expect(times).to.eql([...times].sort((one, other) => one - other))
      const perSecond = (sentence.length / speech.endedAt()) * 1000
      expect(perSecond, language).to.be.within(10, 18)
      expect(speech.mouthMs()).to.be.within(speech.endedAt() * 0.7, speech.endedAt())
    }
  })

  it('stops when it is told to, and says nothing more', async () => {
    const speech = await speak('Понимаю, вам сейчас очень тяжело.')
    await speech.clock.pass(600)
    const before = speech.words.length
    speech.controller.abort()
    await speech.spoken
    await speech.clock.pass(5000)
    expect(speech.words.length).to.equal(before)
    expect(before).to.be.within(1, 3)
  })
})
