import { expect } from 'chai'
import { MicrophoneFeed } from './microphone-feed.ts'

/** A microphone that hums. */
function humming() {
  const context = new AudioContext()
  const oscillator = context.createOscillator()
  const destination = context.createMediaStreamDestination()
  oscillator.connect(destination)
  oscillator.start()
  const { stream } = destination
  const microphone = { stream, isOpen: true, close: () => void (microphone.isOpen = false) }
  return microphone
}

describe('what Anam hears', () => {
  it('is one track of sound, whatever is plugged in', () => {
    const feed = new MicrophoneFeed()
    const [track] = feed.stream.getTracks()
    expect(track?.readyState).to.equal('live')
    feed.plugIn(humming())
    expect(feed.stream.getTracks()).to.deep.equal([track])
    feed.close()
  })

  it('lets go of a microphone when it is unplugged, replaced or closed', () => {
    const feed = new MicrophoneFeed()
    const [first, second, third] = [humming(), humming(), humming()]
    feed.plugIn(first)
    feed.unplug()
    expect(first.isOpen).to.equal(false)
    feed.plugIn(second)
    feed.plugIn(third)
    expect([second.isOpen, third.isOpen]).to.deep.equal([false, true])
    feed.close()
    expect(third.isOpen).to.equal(false)
  })
})
