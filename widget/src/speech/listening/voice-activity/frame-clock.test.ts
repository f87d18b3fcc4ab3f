import { expect } from 'chai'
import { FrameClock } from './frame-clock.ts'

describe('the clock of frames', () => {
  it('tells when they were heard, though the page was told in bunches', () => {
    const clock = new FrameClock()
    const told = [1000, 1010, 1055, 1055, 1055, 1056, 1060]
    expect(told.map((now) => clock.next(now))).to.deep.equal([
      1000, 1010, 1020, 1030, 1040, 1050, 1060,
    ])
  })

  it('says of no frame that it was heard after the page was told', () => {
    const clock = new FrameClock()
    const told = [1050, 1051, 1052, 1053, 1090]
    expect(told.map((now) => clock.next(now))).to.deep.equal([1050, 1051, 1052, 1053, 1063])
  })

  /** Tells of a second of frames, each so late; returns whether it noticed a stall. */
  function notices(clock: FrameClock, from: number, lateMs: (index: number) => number): boolean {
    const frames = Array.from({ length: 100 }, (_, index) => index)
    return frames.some((index) => {
      clock.next(from + index * 10 + lateMs(index))
      return clock.hasStalled
    })
  }

  it('notices that the sound stood still, and that a page which was busy did not', () => {
    const clock = new FrameClock()
    expect(notices(clock, 0, () => 5)).to.equal(false)
    expect(notices(clock, 1000, (index) => 5 + (index % 40) * 5)).to.equal(false)
    expect(notices(clock, 2000, () => 105)).to.equal(true)
  })
})
