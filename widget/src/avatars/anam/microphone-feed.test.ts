import { expect } from 'chai'
import { MicrophoneFeed } from './microphone-feed.ts'

/** A microphone that hums. */
function humming(): MediaStream {
  const context = new AudioContext()
  const oscillator = context.createOscillator()
  const destination = context.createMediaStreamDestination()
  oscillator.connect(destination)
  oscillator.start()
  return destination.stream
}

const states = (stream: MediaStream) => stream.getTracks().map(({ readyState }) => readyState)

describe('what Anam hears', () => {
  it('is one track of sound, whatever is plugged in', () => {
    const feed = new MicrophoneFeed()
    const [track] = feed.stream.getTracks()
    expect(states(feed.stream)).to.deep.equal(['live'])
    feed.plugIn(humming())
    expect(feed.stream.getTracks()).to.deep.equal([track])
    feed.close()
  })

  it('lets go of a microphone when it is unplugged, replaced or closed', () => {
    const feed = new MicrophoneFeed()
    const [first, second, third] = [humming(), humming(), humming()]
    feed.plugIn(first)
    feed.unplug()
    expect(states(first)).to.deep.equal(['ended'])
    feed.plugIn(second)
    feed.plugIn(third)
    expect([states(second), states(third)]).to.deep.equal([['ended'], ['live']])
    feed.close()
    expect(states(third)).to.deep.equal(['ended'])
  })
})
