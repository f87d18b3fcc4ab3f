import { expect } from 'chai'
import { ManualClock } from '../../../../test-support/manual-clock.ts'
import { Timeline } from './timeline.ts'

describe('a time line', () => {
  it('runs things at their times, whatever order they were added in', async () => {
    const clock = new ManualClock()
    const timeline = new Timeline(clock)
    const log: string[] = []
    for (const at of [300, 100, 200, 100])
      timeline.at(at, () => log.push(`${at} at ${clock.now()}`))
    await clock.pass(150)
    expect(log).to.eql(['100 at 100', '100 at 100'])
    await clock.pass(1000)
    expect(log.slice(2)).to.eql(['200 at 200', '300 at 300'])
  })

  it('runs soon what is late, but never at once', async () => {
    const clock = new ManualClock()
    await clock.pass(500)
    const timeline = new Timeline(clock)
    let hasRun = false
    timeline.at(100, () => (hasRun = true))
    expect(hasRun).to.equal(false)
    await clock.pass(0)
    expect(hasRun).to.equal(true)
  })

  it('forgets everything when it is cleared', async () => {
    const clock = new ManualClock()
    const timeline = new Timeline(clock)
    timeline.at(100, () => expect.fail())
    timeline.clear()
    await clock.pass(200)
  })

  it('waits for a clock that stands, as that of a suspended audio context', async () => {
    const wall = new ManualClock()
    let time = 0
    const standing = { now: () => time, after: wall.after.bind(wall) }
    const timeline = new Timeline(standing)
    let hasRun = false
    timeline.at(100, () => (hasRun = true))
    await wall.pass(500)
    expect(hasRun).to.equal(false)
    time = 100
    await wall.pass(150)
    expect(hasRun).to.equal(true)
  })
})
