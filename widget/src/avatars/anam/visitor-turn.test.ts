import { expect } from 'chai'
import { ManualClock } from '../../../test-support/manual-clock.ts'
import { VisitorTurn } from './visitor-turn.ts'

/** What is made of a visitor, in order. */
function followed() {
  const clock = new ManualClock()
  const seen: string[] = []
  const visitor = new VisitorTurn(
    { onStep: (step) => seen.push(step), onWords: (_, text) => seen.push(`“${text}”`) },
    clock,
  )
  return { clock, seen, visitor }
}

const overAvatar = { isOverAvatar: true }

describe('what Anam’s ear makes of a visitor', () => {
  it('is nothing when no words come within two seconds after a sound', async () => {
    const { clock, seen, visitor } = followed()
    visitor.begin(overAvatar)
    visitor.end()
    await clock.pass(1999)
    expect(seen).to.deep.equal(['began', 'ended'])
    await clock.pass(1)
    expect(seen).to.deep.equal(['began', 'ended', 'nothing'])
  })

  it('leaves a visitor who speaks all the time that there is', async () => {
    const { clock, seen, visitor } = followed()
    visitor.begin(overAvatar)
    await clock.pass(60_000)
    expect(seen).to.deep.equal(['began'])
  })

  it('is the words that come', async () => {
    const { clock, seen, visitor } = followed()
    visitor.begin(overAvatar)
    visitor.end()
    await clock.pass(1000)
    visitor.hear('1', 'Yes, but wait')
    await clock.pass(60_000)
    expect(seen).to.deep.equal(['began', 'ended', '“Yes, but wait”'])
  })

  it('is the words also when they come after it was taken for nothing', async () => {
    const { clock, seen, visitor } = followed()
    visitor.begin(overAvatar)
    visitor.end()
    await clock.pass(3000)
    visitor.hear('1', 'Wait')
    expect(seen).to.deep.equal(['began', 'ended', 'nothing', '“Wait”'])
  })

  for (const words of ['Mm-hm.', 'Угу', 'да-да, понятно']) {
    it(`is nothing when “${words}” is said while the avatar speaks, however late it is known`, async () => {
      const { clock, seen, visitor } = followed()
      visitor.begin(overAvatar)
      visitor.end()
      visitor.hear('1', words)
      expect(seen).to.deep.equal(['began', 'ended', 'nothing'])
      visitor.begin(overAvatar)
      visitor.end()
      await clock.pass(3000)
      visitor.hear('2', words)
      expect(seen.slice(3)).to.deep.equal(['began', 'ended', 'nothing'])
    })
  }

  it('is an answer when “yes” is said while the avatar is silent', () => {
    const { seen, visitor } = followed()
    visitor.begin({ isOverAvatar: false })
    visitor.end()
    visitor.hear('1', 'Yes')
    expect(seen).to.deep.equal(['began', 'ended', '“Yes”'])
  })

  it('is all that is understood of a turn, once it is one', () => {
    const { seen, visitor } = followed()
    visitor.begin(overAvatar)
    visitor.end()
    visitor.hear('1', 'Not now')
    visitor.hear('2', 'Okay?')
    expect(seen.slice(2)).to.deep.equal(['“Not now”', '“Okay?”'])
  })

  it('is told once of words that come twice', () => {
    const { seen, visitor } = followed()
    visitor.hear('1', 'Good evening')
    visitor.hear('1', 'Good evening')
    visitor.hear('2', '  ')
    expect(seen).to.deep.equal(['“Good evening”'])
  })

  it('waits for whoever speaks on after a pause, and knows that the avatar spoke before it', async () => {
    const { clock, seen, visitor } = followed()
    visitor.begin(overAvatar)
    visitor.end()
    await clock.pass(1500)
    visitor.begin({ isOverAvatar: false })
    visitor.hear('1', 'Mm-hm')
    await clock.pass(1500)
    expect(seen).to.deep.equal(['began', 'ended', 'began'])
    visitor.end()
    visitor.hear('2', 'Okay')
    expect(seen.slice(3)).to.deep.equal(['ended', 'nothing'])
  })

  it('begins once when the avatar is cut short before the sound is told', async () => {
    const { clock, seen, visitor } = followed()
    visitor.cutShort()
    visitor.begin(overAvatar)
    visitor.cutShort()
    await clock.pass(5000)
    expect(seen).to.deep.equal(['began'])
    visitor.end()
    expect(seen).to.deep.equal(['began', 'ended'])
  })

  it('is nothing when the avatar is cut short, and no sound is told', async () => {
    const { clock, seen, visitor } = followed()
    visitor.cutShort()
    await clock.pass(2000)
    expect(seen).to.deep.equal(['began', 'nothing'])
  })

  it('is settled within two seconds once the ear is closed, whatever was heard', async () => {
    for (const steps of [[], ['began'], ['began', 'ended']]) {
      const { clock, seen, visitor } = followed()
      if (steps.includes('began')) visitor.begin(overAvatar)
      if (steps.includes('ended')) visitor.end()
      visitor.conclude()
      await clock.pass(2000)
      expect(seen.filter((step) => step === 'nothing')).to.have.lengthOf(1)
    }
  })

  it('is an answer when “yes” is all that was said by the time the ear is closed', () => {
    const { seen, visitor } = followed()
    visitor.conclude()
    visitor.hear('1', 'Yes')
    expect(seen).to.deep.equal(['“Yes”'])
  })
})
