import { sendMouse } from '@web/test-runner-commands'
import { expect } from 'chai'
import { RecognitionScript } from '../../../test-support/scripted-recognition.ts'
import { ScriptedMicrophone } from '../../../test-support/scripted-microphone.ts'
import { createSpokenSounds, type Saying } from '../../../test-support/spoken-sounds.ts'
import { joined, silence, soundRate } from '../../../test-support/test-sounds.ts'
import {
  type Listening,
  type ListeningError,
  type ListeningOptions,
  openListening,
} from './listening.ts'

type Told = readonly [name: string, what?: string]

/** What an ear tells, in order; `until` resolves once it has told something. */
class Notes {
  readonly told: Told[] = []
  #waiting: (() => void)[] = []

  readonly events: ListeningOptions['events'] = {
    onAsking: () => this.#note('asking'),
    onBargeIn: (event) => this.#note(event),
    onWords: (text) => this.#note('words', text),
    onUtterance: (text) => this.#note('utterance', text),
    onProblem: (problem) => this.#note('problem', problem),
  }

  get names(): string[] {
    return this.told.map(([name]) => name)
  }

  async until(name: string): Promise<Told> {
    for (;;) {
      const found = this.told.find((one) => one[0] === name)
      if (found) return found
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  #note(...told: Told): void {
    this.told.push(told)
    this.#waiting.splice(0).forEach((resolve) => resolve())
  }
}

describe('listening', () => {
  let devices: ScriptedMicrophone
  let script: RecognitionScript
  let notes: Notes
  let listening: Listening | null = null
  const { AudioContext } = window

  beforeEach(async () => {
    await sendMouse({ type: 'click', position: [1, 1] })
    devices = new ScriptedMicrophone()
    notes = new Notes()
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

  describe('hands-free, by its own ear', () => {
    let say: (saying: Saying) => Float32Array

    before(async function () {
      this.timeout(20_000)
      say = await createSpokenSounds()
    })

    beforeEach(async () => {
      script = new RecognitionScript(null)
      await devices.context.resume()
    })

    /** Speaks into the microphone; resolves when it has been said. */
    function speak(text: string): Promise<unknown> {
      const { context } = devices
      const sound = joined(silence(300), say({ text, language: 'ru' }))
      const buffer = context.createBuffer(1, sound.length, soundRate)
      buffer.getChannelData(0).set(sound)
      const source = context.createBufferSource()
      source.buffer = buffer
      source.connect(destination)
      const ended = new Promise((resolve) => source.addEventListener('ended', resolve))
      source.start()
      return ended
    }

    let destination: MediaStreamAudioDestinationNode

    async function openEar(): Promise<Listening> {
      destination = devices.context.createMediaStreamDestination()
      devices.answer = async () => destination.stream
      const ear = await open({ mode: 'hands-free' })
      // Until RNNoise is there, the recogniser hears alone.
      for (;;) {
        void speak('раз')
        const isThere = await Promise.race([
          notes.until('end-of-speech').then(() => true),
          new Promise((resolve) => setTimeout(() => resolve(false), 1500)),
        ])
        if (isThere) break
      }
      script.current.end()
      await notes.until('utterance')
      await script.madeAtLeast(2)
      notes.told.splice(0)
      return ear
    }

    it('gives what was said once there is silence', async function () {
      this.timeout(20_000)
      await openEar()
      const spoken = speak('Мне сегодня грустно и немного страшно.')
      await notes.until('speech')
      script.current.hear('мне сегодня грустно')
      await spoken
      await notes.until('end-of-speech')
      expect(script.current.stops).to.equal(1)
      script.current.hear('Мне сегодня грустно и немного страшно.', { isFinal: true })
      script.current.end()
      expect(await notes.until('utterance')).to.deep.equal([
        'utterance',
        'Мне сегодня грустно и немного страшно.',
      ])
      expect(notes.names.filter((name) => name !== 'words')).to.deep.equal([
        'onset',
        'speech',
        'end-of-speech',
        'utterance',
      ])
    })

    it('lets a speaking avatar go on after an “угу”, and never sends it', async function () {
      this.timeout(20_000)
      const ear = await openEar()
      ear.avatarSpeaks(true)
      const spoken = speak('угу')
      await notes.until('speech')
      script.current.hear('угу', { isFinal: true })
      await spoken
      await notes.until('backchannel')
      expect(notes.names.filter((name) => name !== 'words')).to.deep.equal([
        'onset',
        'speech',
        'backchannel',
      ])
    })

    it('interrupts a speaking avatar at words that are not the avatar’s own', async function () {
      this.timeout(20_000)
      const ear = await openEar()
      ear.avatarSpeaks(true)
      script.current.hear('и тогда мы')
      const spoken = speak('Погодите, я не об этом говорила.')
      await notes.until('onset')
      script.current.hear('и тогда мы погодите')
      expect(await notes.until('interruption')).to.deep.equal(['interruption'])
      expect(notes.told.at(-1)).to.deep.equal(['words', 'погодите'])
      await spoken
      await notes.until('end-of-speech')
      script.current.end()
      expect(await notes.until('utterance')).to.deep.equal(['utterance', 'погодите'])
    })
  })
})
