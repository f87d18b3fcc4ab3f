import { expect } from 'chai'
import { SoundTrack } from './sound-track.ts'

const rate = 22_050

/** Renders a track of ones, which `at` may change at a time of the context. */
async function render(
  portions: readonly number[],
  at?: { seconds: number; run: (track: SoundTrack) => void },
): Promise<{ samples: Float32Array; track: SoundTrack }> {
  const context = new OfflineAudioContext(1, rate, rate)
  const track = new SoundTrack(context, context.destination)
  for (const length of portions) track.add(new Float32Array(length).fill(1), rate)
  if (at) {
    void context.suspend(at.seconds).then(() => {
      at.run(track)
      void context.resume()
    })
  }
  const buffer = await context.startRendering()
  return { samples: buffer.getChannelData(0), track }
}

function lastLoud(samples: Float32Array): number {
  return (
    samples.length -
    1 -
    samples
      .slice()
      .reverse()
      .findIndex((sample) => sample > 0.5)
  )
}

describe('a sound in portions', () => {
  it('is played without a gap between them', async () => {
    const { samples, track } = await render([1000, 3001, 17, 5000])
    const begin = samples.findIndex((sample) => sample > 0.5)
    const end = lastLoud(samples)
    expect(end - begin).to.be.within(9016, 9019)
    expect(Math.min(...samples.slice(begin + 2, end - 2))).to.be.above(0.99)
    expect((track.timeOf(0) ?? 0) * rate).to.be.closeTo(begin, 2)
    expect(track.end * rate).to.be.closeTo(end, 2)
  })

  it('is silent within one quantum of 128 samples when it is cut', async () => {
    const cutAt = 128 * 80
    const { samples } = await render([rate], {
      seconds: cutAt / rate,
      run: (track) => track.cut(),
    })
    expect(samples[cutAt - 1]).to.equal(1)
    expect(Math.max(...samples.slice(cutAt + 128))).to.equal(0)
  })

  it('goes on as soon as a late portion comes, and knows that all is later', async () => {
    const lateAt = 128 * 100
    const { samples, track } = await render([1000], {
      seconds: lateAt / rate,
      run: (later) => later.add(new Float32Array(2000).fill(1), rate),
    })
    expect(lastLoud(samples)).to.be.within(lateAt + 2000, lateAt + 2400)
    const secondPortion = (track.timeOf(1000 / rate) ?? 0) * rate
    expect(secondPortion).to.be.within(lateAt, lateAt + 400)
  })
})
