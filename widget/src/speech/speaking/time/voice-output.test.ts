import { expect } from 'chai'
import { VoiceOutput } from './voice-output.ts'
import { VoiceNotReady } from '../voices/voice.ts'

const { AudioContext } = window
const rate = 22_050
const quantum = 128

type Change = { readonly at: number; readonly volume: number }

/** The first second of a tone of ones, in samples; changes come at the beginning of a quantum. */
async function render(changes: readonly Change[]): Promise<Float32Array> {
  const context = new OfflineAudioContext(1, rate, rate)
  // What it renders does not depend on how busy the machine is.
  Object.assign(window, {
    AudioContext: class {
      constructor() {
        return context
      }
    },
  })
  const output = new VoiceOutput()
  const tone = context.createConstantSource()
  tone.connect(output.node)
  tone.start()
  for (const { at, volume } of changes) {
    void context.suspend(at / rate).then(() => {
      output.setVolume(volume)
      return context.resume()
    })
  }
  const buffer = await context.startRendering()
  return buffer.getChannelData(0)
}

/** An output that its browser does not let sound. */
async function heldBack(): Promise<VoiceOutput> {
  const output = new VoiceOutput()
  const context = output.node.context as AudioContext
  await context.suspend()
  context.resume = () => new Promise(() => undefined)
  return output
}

describe('the output of voices', () => {
  afterEach(() => Object.assign(window, { AudioContext }))

  it('is 26 dB down within 50 ms, and comes back', async () => {
    const [down, up] = [quantum * 40, quantum * 80]
    const samples = await render([
      { at: down, volume: 0.05 },
      { at: up, volume: 1 },
    ])
    const soon = 0.05 * rate
    expect(Math.min(...samples.slice(0, down))).to.equal(1)
    expect(Math.max(...samples.slice(down + soon, up))).to.be.closeTo(0.05, 1e-6)
    expect(Math.min(...samples.slice(up + soon))).to.be.closeTo(1, 1e-6)
  })

  it('is waited for once, and not again by each sentence, while a browser holds it back', async () => {
    const output = await heldBack()
    const refusal = async (waited: VoiceOutput) => {
      const reason = await waited.running().catch((error: unknown) => error)
      expect(reason).to.be.instanceOf(VoiceNotReady)
      return waited
    }
    await refusal(output)
    for (let sentence = 0; sentence < 3; sentence += 1) {
      const other = await heldBack()
      // Whoever waits less is refused first, however late both are.
      const first = await Promise.race([refusal(other), refusal(output)])
      expect(first).to.equal(output)
      other.close()
    }
    output.close()
  })

  it('has the volume that was set before it was opened', async () => {
    const output = new VoiceOutput()
    output.setVolume(0.3)
    expect((output.node as GainNode).gain.value).to.be.closeTo(0.3, 1e-6)
    output.close()
  })
})
