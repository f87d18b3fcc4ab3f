import { pause } from './pause.ts'

describe('a pause', () => {
  const never = new AbortController().signal

  it('is over when its time is', () => pause(1, never))

  for (const event of ['online', 'pageshow']) {
    it(`is over with the page’s ${event}, however long it is`, async () => {
      const paused = pause(null, never)
      dispatchEvent(new Event(event))
      await paused
    })
  }

  it('is over when nobody waits for it any more, or ever did', async () => {
    const controller = new AbortController()
    const paused = pause(null, controller.signal)
    controller.abort()
    await paused
    await pause(null, controller.signal)
  })
})
