import { sendMouse } from '@web/test-runner-commands'
import { expect } from 'chai'
import { ListeningNotes } from '../../../test-support/listening-notes.ts'
import { RecognitionScript } from '../../../test-support/scripted-recognition.ts'
import { ScriptedMicrophone } from '../../../test-support/scripted-microphone.ts'
import { type Listening, type ListeningOptions, openListening } from './listening.ts'
import type { ListeningError } from './listening-error.ts'

describe('listening', () => {
  let devices: ScriptedMicrophone
  let script: RecognitionScript
  let notes: ListeningNotes
  let listening: Listening | null = null
  const { AudioContext } = window

  beforeEach(async () => {
    await sendMouse({ type: 'click', position: [1, 1] })
    devices = new ScriptedMicrophone()
    notes = new ListeningNotes()
  })

  afterEach(async () => {
    listening?.close()
    listening = null
    Object.assign(window, { AudioContext })
    script.restore()
    await devices.restore()
  })

  async function open(change: Partial<ListeningOptions> = {}): Promise<Listening> {
    listening = await openListening({
      mode: 'push-to-talk',
      language: 'ru',
      mayAudioLeave: true,
      events: notes.events,
      ...change,
    })
    return listening
  }

  async function problemOf(opening: Promise<unknown>): Promise<string> {
    return opening.then(
      () => 'none',
      (error: unknown) => (error as ListeningError).problem,
    )
  }

  describe('before anything is heard', () => {
    it('does not ask for a microphone that nobody could understand', async () => {
      script = RecognitionScript.absent()
      expect(await problemOf(open())).to.equal('unsupported')
      expect(devices.asked).to.deep.equal([])
    })

    it('does not ask for a microphone whose audio may not leave', async () => {
      script = new RecognitionScript(null)
      expect(await problemOf(open({ mayAudioLeave: false }))).to.equal('needs-consent')
      expect(devices.asked).to.deep.equal([])
    })

    it('says why there is no microphone', async () => {
      script = new RecognitionScript(null)
      devices.refuse('NotReadableError')
      expect(await problemOf(open())).to.equal('busy')
      expect(script.made).to.deep.equal([])
    })
  })

  describe('while a button is held', () => {
    it('gives what was said when the visitor lets go, and lets go of the microphone', async () => {
      script = new RecognitionScript(null)
      const ear = await open()
      script.current.hear('мне')
      script.current.hear('Мне грустно.', { isFinal: true })
      script.current.hear(' и страшно')
      const finished = ear.finish()
      script.current.end()
      await finished
      expect(notes.told).to.deep.equal([
        ['words', 'мне'],
        ['words', 'Мне грустно.'],
        ['words', 'Мне грустно. и страшно'],
        ['utterance', 'Мне грустно. и страшно'],
      ])
      expect(devices.live).to.deep.equal([])
    })

    it('gives nothing when nothing was said', async () => {
      script = new RecognitionScript(null)
      const ear = await open()
      const finished = ear.finish()
      script.current.end()
      await finished
      expect(notes.told).to.deep.equal([['utterance', '']])
    })

    it('says that the microphone was unplugged, and closes', async () => {
      script = new RecognitionScript(null)
      await open()
      devices.unplug({ isTold: true })
      expect(await notes.until('problem')).to.deep.equal(['problem', 'unplugged'])
      expect(devices.live).to.deep.equal([])
    })

    it('says that the microphone was unplugged, though the recogniser is the first to know', async () => {
      script = new RecognitionScript(null)
      await open()
      for (const track of devices.live) {
        track.stop()
        script.current.fail('audio-capture')
        track.dispatchEvent(new Event('ended'))
      }
      expect(await notes.until('problem')).to.deep.equal(['problem', 'unplugged'])
    })

    it('says that the recogniser is lost, and closes', async () => {
      script = new RecognitionScript(null)
      await open()
      script.current.fail('service-not-allowed')
      expect(await notes.until('problem')).to.deep.equal(['problem', 'unsupported'])
      expect(devices.live).to.deep.equal([])
    })

    it('says nothing once it is closed', async () => {
      script = new RecognitionScript(null)
      const ear = await open()
      ear.close()
      script.current.hear('слова', { isFinal: true })
      devices.unplug({ isTold: true })
      await new Promise((resolve) => setTimeout(resolve))
      expect(notes.told).to.deep.equal([])
    })
  })

  describe('hands-free, where speech cannot be told from noise', () => {
    beforeEach(() => {
      Object.assign(window, { AudioContext: undefined })
    })

    const handsFree = { mode: 'hands-free' } as const

    it('takes what the recogniser is sure of for something said', async () => {
      script = new RecognitionScript(null)
      await open(handsFree)
      script.current.hear('мне грустно')
      script.current.hear('Мне грустно.', { isFinal: true })
      expect(notes.told).to.deep.equal([
        ['words', 'мне грустно'],
        ['words', 'Мне грустно.'],
        ['end-of-speech'],
        ['utterance', 'Мне грустно.'],
      ])
    })

    it('is interrupted by words, and then hears what they are', async () => {
      script = new RecognitionScript('available')
      const ear = await open(handsFree)
      ear.avatarSpeaks(true)
      script.current.hear('погоди минуту')
      ear.avatarSpeaks(false)
      script.current.hear('Погоди минуту, я не о том.', { isFinal: true })
      expect(notes.names).to.deep.equal([
        'interruption',
        'words',
        'words',
        'end-of-speech',
        'utterance',
      ])
    })

    it('is not interrupted by agreement', async () => {
      script = new RecognitionScript('available')
      const ear = await open(handsFree)
      ear.avatarSpeaks(true)
      script.current.hear('угу', { isFinal: true })
      ear.avatarSpeaks(false)
      script.current.hear('Я поняла.', { isFinal: true })
      expect(notes.told.filter(([name]) => name !== 'words')).to.deep.equal([
        ['end-of-speech'],
        ['utterance', 'Я поняла.'],
      ])
    })

    it('does not listen to a speaker it cannot tell from the visitor', async () => {
      script = new RecognitionScript(null)
      const ear = await open(handsFree)
      ear.avatarSpeaks(true)
      script.current.hear('the avatar speaks of something', { isFinal: true })
      expect(notes.told).to.deep.equal([])
    })
  })
})
