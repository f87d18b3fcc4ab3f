import { sendMouse } from '@web/test-runner-commands'
import { expect } from 'chai'
import type { SpeakerEvents } from '../../avatars/speaker.ts'
import { createSpeaker } from './create-speaker.ts'
import type { VoiceSpeaker } from './speaker.ts'

const espeakUrl = new URL('/voices/espeak/dist/', location.href)

async function unlocked(speaker: VoiceSpeaker): Promise<void> {
  document.addEventListener('click', () => speaker.unlock(), { once: true })
  await sendMouse({ type: 'click', position: [10, 10] })
}

/** Says a text a few characters at a time, as fast as a model that writes 30 tokens a second. */
async function stream(text: string, say: (text: string) => void): Promise<void> {
  for (const token of text.match(/.{1,4}/gsu) ?? []) {
    say(token)
    await new Promise((resolve) => setTimeout(resolve, 33))
  }
}

describe('a speaker in a browser without voices', function () {
  this.timeout(30_000)

  const answers = {
    ru: 'Понимаю, что вам **сейчас** тяжело, и это нормально. Давайте подышим 2 минуты?',
    en: 'I can hear how heavy this week has been, and it makes sense. Shall we breathe for 2 minutes?',
  }
  for (const language of ['ru', 'en'] as const) {
    it(`speaks ${language} by the synthesiser while the answer is being written`, async () => {
      const speaker = createSpeaker({ language, espeakUrl })
      await unlocked(speaker)
      await speaker.warm()
      expect(speaker.voiceName).to.equal('espeak')

      const text = answers[language]
      const begun = performance.now()
      const starts: number[] = []
      const words: string[] = []
      const wordTimes: number[] = []
      const events: SpeakerEvents = {
        onStart: () => starts.push(performance.now() - begun),
        onWord({ start, end }) {
          words.push(text.slice(start, end))
          wordTimes.push(performance.now() - begun)
        },
        onViseme: () => undefined,
        onPause: () => undefined,
      }
      const utterance = speaker.speak({ id: 'm1' }, events)
      await stream(text, (token) => utterance.say(token))
      utterance.end()
      const heard = await utterance.heard
      console.log(`${language}: first sound ${starts[0]?.toFixed()} ms after the first token`)
      expect(heard).to.eql({ text, isCut: false })
      expect(starts.length, 'it never fell silent').to.equal(1)
      const written = text.match(/[\p{L}\p{N}]+/gu) ?? []
      expect(words.filter((word, at) => word !== words[at - 1])).to.eql(written)
      const longest = Math.max(...wordTimes.map((time, at) => time - (wordTimes[at - 1] ?? time)))
      console.log(`${language}: at most ${longest.toFixed()} ms from word to word`)
      expect(longest).to.be.below(1200)
      speaker.close()
    })
  }

  it('goes on in silence where there is no synthesiser either', async () => {
    const speaker = createSpeaker({
      language: 'en',
      espeakUrl: new URL('/nowhere/', location.href),
    })
    await speaker.warm()
    expect(speaker.voiceName).to.equal('silent')
    let words = 0
    const utterance = speaker.speak(
      { id: 'm1' },
      {
        onStart: () => undefined,
        onWord: () => (words += 1),
        onViseme: () => undefined,
        onPause: () => undefined,
      },
    )
    utterance.say('Hello there.')
    utterance.end()
    expect((await utterance.heard).isCut).to.equal(false)
    expect(words).to.equal(2)
    speaker.close()
  })
})
