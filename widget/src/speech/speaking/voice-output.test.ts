import { sendMouse } from '@web/test-runner-commands'
import { expect } from 'chai'
import { VoiceOutput } from './voice-output.ts'
import { VoiceNotReady } from './voice.ts'

/** How long the loudness takes to get to where it should be, in milliseconds of the sound itself. */
async function timeUntil(
  { context, meter }: { context: AudioContext; meter: AnalyserNode },
  isThere: (loudness: number) => boolean,
): Promise<number> {
  const start = context.currentTime
  const samples = new Float32Array(meter.fftSize)
  for (;;) {
    meter.getFloatTimeDomainData(samples)
    if (isThere(samples.at(-1) ?? 0)) return (context.currentTime - start) * 1000
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

describe('the output of voices', () => {
  it('is 26 dB down within 50 ms, and comes back', async () => {
    const output = new VoiceOutput()
    document.addEventListener('click', () => output.unlock(), { once: true })
    await sendMouse({ type: 'click', position: [10, 10] })
    const context = await output.running()
    const tone = context.createConstantSource()
    tone.connect(output.node)
    tone.start()
    const meter = context.createAnalyser()
    meter.fftSize = 128
    output.node.connect(meter)
    await timeUntil({ context, meter }, (loudness) => loudness > 0.999)

    output.setVolume(0.05)
    const downMs = await timeUntil({ context, meter }, (loudness) => loudness < 0.0501)
    output.setVolume(1)
    const upMs = await timeUntil({ context, meter }, (loudness) => loudness > 0.999)
    console.log(`down in ${downMs.toFixed()} ms, up in ${upMs.toFixed()} ms`)
    expect(downMs).to.be.below(50)
    expect(upMs).to.be.below(50)
    output.close()
  })

  it('is waited for once, and not again by each sentence, while a browser holds it back', async () => {
    const output = new VoiceOutput()
    output.unlock()
    const context = output.node.context as AudioContext
    await context.suspend()
    const refused: number[] = []
    context.resume = () => new Promise(() => undefined)
    for (let sentence = 0; sentence < 5; sentence += 1) {
      const start = performance.now()
      await output.running().catch((error: unknown) => {
        expect(error).to.be.instanceOf(VoiceNotReady)
        refused.push(performance.now() - start)
      })
    }
    expect(refused).to.have.length(5)
    expect(Math.max(...refused.slice(1))).to.be.below((refused[0] ?? 0) / 2)
    output.close()
  })

  it('has the volume that was set before it was opened', async () => {
    const output = new VoiceOutput()
    output.setVolume(0.3)
    expect((output.node as GainNode).gain.value).to.be.closeTo(0.3, 1e-6)
    output.close()
  })
})
