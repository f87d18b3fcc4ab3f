import { expect } from 'chai'
import { pause } from './pause.ts'

/** Whether a pause is over once everything that was due has happened. */
async function isOver(paused: Promise<void>): Promise<boolean> {
  let over = false
  void paused.then(() => (over = true))
  await new Promise((resolve) => setTimeout(resolve))
  return over
}

describe('a pause', () => {
  const never = new AbortController().signal

  it('is over when its time is', async () => {
    expect(await pause(1, never).then(() => 'over')).to.equal('over')
  })

  for (const event of ['online', 'pageshow']) {
    it(`is over with the page’s ${event}, however long it is, and not before`, async () => {
      const paused = pause(null, never)
      dispatchEvent(new Event('offline'))
      expect(await isOver(paused)).to.equal(false)
      dispatchEvent(new Event(event))
      expect(await isOver(paused)).to.equal(true)
    })
  }

  it('is over when nobody waits for it any more, or ever did', async () => {
    const controller = new AbortController()
    const paused = pause(null, controller.signal)
    expect(await isOver(paused)).to.equal(false)
    controller.abort()
    expect(await isOver(paused)).to.equal(true)
    expect(await isOver(pause(null, controller.signal))).to.equal(true)
  })
})
