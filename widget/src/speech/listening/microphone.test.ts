import { expect } from 'chai'
import { ScriptedMicrophone } from '../../../test-support/scripted-microphone.ts'
import type { ListeningError, ListeningProblem, MicrophoneProblem } from './listening-error.ts'
import { type Microphone, type MicrophoneOptions, openMicrophone } from './microphone.ts'
import { deferred } from '../../deferred.ts'

describe('the microphone', () => {
  let devices: ScriptedMicrophone
  const ignored: MicrophoneOptions = { onAsking: () => undefined, onLost: () => undefined }

  beforeEach(() => {
    devices = new ScriptedMicrophone()
  })

  afterEach(() => devices.restore())

  function problemOf(opening: Promise<Microphone>): Promise<ListeningProblem | 'none'> {
    return opening.then(
      () => 'none',
      (error: unknown) => (error as ListeningError).problem,
    )
  }

  /** Opens one; resolves with why it is lost. */
  async function lost(then: () => void): Promise<MicrophoneProblem> {
    return new Promise((resolve) => {
      void openMicrophone({ ...ignored, onLost: resolve }).then(then)
    })
  }

  it('is asked for one voice, without echo and noise', async () => {
    const microphone = await openMicrophone(ignored)
    expect(devices.asked).to.deep.equal([
      {
        audio: {
          echoCancellation: true,
          noiseSuppression: true,
          autoGainControl: true,
          channelCount: 1,
        },
      },
    ])
    expect(microphone.track).to.equal(devices.live[0])
  })

  const reasons: [name: string, problem: MicrophoneProblem][] = [
    ['NotAllowedError', 'denied'],
    ['SecurityError', 'denied'],
    ['NotFoundError', 'missing'],
    ['OverconstrainedError', 'missing'],
    ['NotReadableError', 'busy'],
    ['AbortError', 'busy'],
  ]
  for (const [name, problem] of reasons) {
    it(`is ${problem} when the browser says ${name}`, async () => {
      devices.refuse(name)
      expect(await problemOf(openMicrophone(ignored))).to.equal(problem)
    })
  }

  it('is blocked in a frame that may not have it, and nobody is asked', async () => {
    const frame = document.createElement('iframe')
    frame.allow = "microphone 'none'"
    const told = new Promise((resolve) =>
      window.addEventListener('message', ({ data }) => resolve(data), { once: true }),
    )
    frame.srcdoc = `<script type="module">
      import { openMicrophone } from '${new URL('./microphone.ts', import.meta.url).href}'
      openMicrophone({ onAsking() {}, onLost() {} }).catch(({ problem }) => parent.postMessage(problem))
    </script>`
    document.body.append(frame)
    expect(await told).to.equal('blocked')
    frame.remove()
  })

  it('is out of reach of a page that is not secure', async () => {
    const { mediaDevices } = navigator
    Object.defineProperty(navigator, 'mediaDevices', { value: undefined, configurable: true })
    Object.defineProperty(window, 'isSecureContext', { value: false, configurable: true })
    expect(await problemOf(openMicrophone(ignored))).to.equal('insecure')
    Reflect.deleteProperty(window, 'isSecureContext')
    Reflect.deleteProperty(navigator, 'mediaDevices')
    expect(navigator.mediaDevices).to.equal(mediaDevices)
  })

  it('waits as long as the visitor does, and says that it asks', async () => {
    devices.permission = 'prompt'
    const answer = deferred<MediaStream>()
    devices.answer = () => answer.promise
    const asked = deferred()
    const opening = openMicrophone({ ...ignored, onAsking: asked.resolve })
    await asked.promise
    answer.resolve(devices.newStream())
    expect((await opening).track.readyState).to.equal('live')
  })

  it('does not say that it asks where it may', async () => {
    let isAsking = false
    await openMicrophone({ ...ignored, onAsking: () => (isAsking = true) })
    await new Promise((resolve) => setTimeout(resolve))
    expect(isAsking).to.equal(false)
  })

  it('is unplugged when its track ends, and let go of', async () => {
    expect(await lost(() => devices.unplug({ isTold: true }))).to.equal('unplugged')
    expect(devices.live).to.deep.equal([])
  })

  it('is unplugged when its device is gone, whatever its track says', async () => {
    expect(await lost(() => devices.unplug({ isTold: false }))).to.equal('unplugged')
    expect(devices.live).to.deep.equal([])
  })

  it('is denied when the visitor takes the permission back', async () => {
    const problem = await lost(() => {
      devices.permission = 'denied'
      devices.unplug({ isTold: true })
    })
    expect(problem).to.equal('denied')
  })

  it('stays when another device comes or goes', async () => {
    let isLost = false
    const microphone = await openMicrophone({ ...ignored, onLost: () => (isLost = true) })
    devices.inputs.push('headset')
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
    await new Promise((resolve) => setTimeout(resolve))
    expect([isLost, microphone.track.readyState]).to.deep.equal([false, 'live'])
  })

  it('lets go of the device when it is closed, and says no more', async () => {
    let isLost = false
    const microphone = await openMicrophone({ ...ignored, onLost: () => (isLost = true) })
    const { track } = microphone
    microphone.close()
    microphone.close()
    expect(track.readyState).to.equal('ended')
    track.dispatchEvent(new Event('ended'))
    await new Promise((resolve) => setTimeout(resolve))
    expect(isLost).to.equal(false)
  })
})
