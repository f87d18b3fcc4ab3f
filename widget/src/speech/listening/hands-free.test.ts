import { sendMouse } from '@web/test-runner-commands'
import { expect } from 'chai'
import { ListeningNotes } from '../../../test-support/listening-notes.ts'
import { RecognitionScript } from '../../../test-support/scripted-recognition.ts'
import { ScriptedMicrophone } from '../../../test-support/scripted-microphone.ts'
import { createSpokenSounds, type Saying } from '../../../test-support/spoken-sounds.ts'
import { joined, silence, soundRate } from '../../../test-support/test-sounds.ts'
import { type Listening, openListening } from './listening.ts'

describe('listening hands-free, by its own ear', () => {
  let devices: ScriptedMicrophone
  let destination: MediaStreamAudioDestinationNode
  let script: RecognitionScript
  let notes: ListeningNotes
  let listening: Listening | null = null
  let say: (saying: Saying) => Float32Array

  before(async function () {
    say = await createSpokenSounds()
  })

  beforeEach(async () => {
    // Sound needs a visitor who has done something.
    await sendMouse({ type: 'click', position: [1, 1] })
    devices = new ScriptedMicrophone()
    script = new RecognitionScript(null)
    notes = new ListeningNotes()
    await devices.context.resume()
  })

  afterEach(async () => {
    listening?.close()
    listening = null
    script.restore()
    await devices.restore()
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

  async function openEar(): Promise<Listening> {
    destination = devices.context.createMediaStreamDestination()
    const room = new ConstantSourceNode(devices.context, { offset: 0.0001 })
    room.connect(destination)
    room.start()
    devices.answer = async () => destination.stream
    const ear = await openListening({
      mode: 'hands-free',
      language: 'ru',
      mayAudioLeave: true,
      events: notes.events,
    })
    listening = ear
    return ear
  }

  it('gives what was said once there is silence', async function () {
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
