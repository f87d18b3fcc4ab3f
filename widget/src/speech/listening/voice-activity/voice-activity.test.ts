import { sendMouse } from '@web/test-runner-commands'
import { expect } from 'chai'
import { createSpokenSounds, type Saying } from '../../../../test-support/spoken-sounds.ts'
import { soundRate } from '../../../../test-support/test-sounds.ts'
import { BargeIn, type BargeInEvent } from '@visavis/shared/turn-taking/barge-in.ts'
import type { VoiceFrame } from '@visavis/shared/turn-taking/voice-frame.ts'
import { detectVoice, type VoiceActivity, VoiceActivityUnsupported } from './voice-activity.ts'
import { deferred } from '../../../deferred.ts'

const { Worker } = window

describe('detecting speech as it is heard', () => {
  let say: (saying: Saying) => Float32Array
  let context: AudioContext
  let microphone: MediaStreamAudioDestinationNode
  let activity: VoiceActivity | null = null

  before(async function () {
    say = await createSpokenSounds()
  })

  beforeEach(async () => {
    // Sound needs a visitor who has done something.
    await sendMouse({ type: 'click', position: [1, 1] })
    context = new AudioContext({ sampleRate: soundRate })
    microphone = context.createMediaStreamDestination()
    await context.resume()
  })

  afterEach(async () => {
    activity?.close()
    activity = null
    Object.assign(window, { Worker })
    await context.close()
  })

  /** Resolves when it has been played. */
  function play(sound: Float32Array): Promise<unknown> {
    const buffer = context.createBuffer(1, sound.length, soundRate)
    buffer.getChannelData(0).set(sound)
    const source = context.createBufferSource()
    source.buffer = buffer
    source.connect(microphone)
    const ended = new Promise((resolve) => source.addEventListener('ended', resolve))
    source.start()
    return ended
  }

  async function heardOf(sound: Float32Array): Promise<VoiceFrame[]> {
    const frames: VoiceFrame[] = []
    activity = await detectVoice({
      stream: microphone.stream,
      onFrame: (frame) => frames.push(frame),
    })
    await play(sound)
    activity.close()
    return frames
  }

  const sentence = { text: 'I have something to say, too.', language: 'en' } as const

  for (const place of ['a worker', 'the worklet, where no worker may be made']) {
    it(`tells speech from silence every 10 ms, in ${place}`, async function () {
      if (place !== 'a worker') Object.assign(window, { Worker: undefined })
      const frames = await heardOf(say(sentence))
      const speech = frames.filter(({ probability, level }) => probability > 0.8 && level > -50)
      expect(speech.length).to.be.above(frames.length / 3)
      const gaps = frames.slice(1).map(({ at }, index) => at - (frames[index]?.at ?? 0))
      expect(Math.min(...gaps)).to.be.at.least(0)
      expect(gaps.filter((gap) => gap === 10).length).to.be.above(gaps.length * 0.7)
    })
  }

  it('hears that somebody speaks while they still do', async function () {
    const bargeIn = new BargeIn()
    bargeIn.avatarSpeaks(true)
    const told = deferred<BargeInEvent>()
    const onFrame = (frame: VoiceFrame) => {
      const event = bargeIn.hear(frame)
      if (event === 'speech') told.resolve(event)
    }
    activity = await detectVoice({ stream: microphone.stream, onFrame })
    const speech = say({ ...sentence, text: `${sentence.text} `.repeat(3) })
    const first = await Promise.race([told.promise, play(speech).then(() => 'silence')])
    expect(first).to.equal('speech')
  })

  it('says so where neither can detect', async () => {
    Object.assign(window, { Worker: undefined })
    const fetch = window.fetch.bind(window)
    window.fetch = () => Promise.reject(new TypeError('A policy does not let it be fetched'))
    try {
      const refused = await detectVoice({
        stream: microphone.stream,
        onFrame: () => undefined,
      }).catch((error: unknown) => error)
      expect(refused).to.be.instanceOf(VoiceActivityUnsupported)
    } finally {
      window.fetch = fetch
    }
  })

  it('hears nothing any more once it is closed', async function () {
    let count = 0
    const heard = deferred()
    const onFrame = () => {
      count += 1
      heard.resolve()
    }
    activity = await detectVoice({ stream: microphone.stream, onFrame })
    await heard.promise
    activity.close()
    await new Promise((resolve) => requestAnimationFrame(resolve))
    const atClose = count
    await play(new Float32Array(soundRate / 5))
    expect(count).to.equal(atClose)
  })
})
