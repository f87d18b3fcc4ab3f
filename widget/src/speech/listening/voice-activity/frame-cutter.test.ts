import { expect } from 'chai'
import { FrameCutter } from './frame-cutter.ts'
import { frameRate, frameSize } from './frame.ts'

/** Frames of a second of a 440 Hz tone that comes at some rate, in portions of 128 samples. */
function cut(sampleRate: number): Float32Array[] {
  const frames: Float32Array[] = []
  const cutter = new FrameCutter(sampleRate, (frame) => frames.push(frame))
  for (let start = 0; start < sampleRate; start += 128) {
    const length = Math.min(128, sampleRate - start)
    const samples = Float32Array.from({ length }, (_, index) =>
      Math.sin((2 * Math.PI * 440 * (start + index)) / sampleRate),
    )
    cutter.add(samples)
  }
  return frames
}

describe('cutting a stream into frames', () => {
  it('leaves samples at 48 kHz as they are', () => {
    const samples = cut(frameRate).flatMap((frame) => [...frame])
    expect(samples).to.have.length(frameRate)
    const isTone = samples.every(
      (sample, index) =>
        Math.abs(sample - Math.sin((2 * Math.PI * 440 * index) / frameRate)) < 0.001,
    )
    expect(isTone).to.equal(true)
  })

  for (const rate of [44_100, 16_000, 96_000]) {
    it(`makes the same tone of what comes at ${rate} Hz`, () => {
      const frames = cut(rate)
      expect(frames.length).to.be.within(99, 100)
      expect(frames.every(({ length }) => length === frameSize)).to.equal(true)
      const samples = frames.flatMap((frame) => [...frame])
      const rises = samples.filter((sample, index) => sample >= 0 && (samples[index - 1] ?? 0) < 0)
      expect(rises.length).to.be.within(435, 441)
    })
  }
})
