import { sendMouse } from '@web/test-runner-commands'
import { expect } from 'chai'
import type { SpeakerEvents } from '../../../avatars/speaker.ts'
import { createSpeaker } from './create-speaker.ts'
import type { VoiceSpeaker } from '../speaker.ts'
import { deferred } from '../../../deferred.ts'

const espeakUrl = new URL('/widget/voices/espeak/dist/', location.href)

async function unlocked(speaker: VoiceSpeaker): Promise<void> {
  document.addEventListener('click', () => speaker.unlock(), { once: true })
  await sendMouse({ type: 'click', position: [10, 10] })
}

describe('a speaker in a browser without voices', function () {
  // On a busy machine the synthesiser loads longer than it speaks.

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
      const words: string[] = []
      let starts = 0
      const sounding = deferred()
      const events: SpeakerEvents = {
        onStart() {
          starts += 1
          sounding.resolve()
        },
        onWord: ({ start, end }) => words.push(text.slice(start, end)),
        onViseme: () => undefined,
        onPause: () => undefined,
      }
      const utterance = speaker.speak({ id: 'm1' }, events)
      let written = ''
      // A few characters at a time, as a model writes.
      for (const token of text.match(/.{1,4}/gsu) ?? []) {
        // There is more to write than the first sentence when that one is heard.
        if (/\. \p{L}/u.test(written)) await sounding.promise
        utterance.say(token)
        written += token
      }
      utterance.end()
      expect(await utterance.heard).to.eql({ text, isCut: false })
      expect(starts, 'it never fell silent').to.equal(1)
      const heard = words.filter((word, at) => word !== words[at - 1])
      expect(heard).to.eql(text.match(/[\p{L}\p{N}]+/gu))
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
