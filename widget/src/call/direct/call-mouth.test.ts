import { expect } from 'chai'
import { callWith, ScriptedCall, ScriptedFace } from '../../../test-support/call-fixtures.ts'

const microtasks = () => new Promise<void>((resolve) => queueMicrotask(resolve))

describe('the face of a call', () => {
  it('is the live video where there is one', async () => {
    const video = new ScriptedFace('video')
    const { call } = await callWith({ isBegun: true, video })
    expect(call.view.face).to.equal('video')
  })

  for (const [name, video] of [
    ['whose session is refused', () => 'broken' as const],
    [
      'that shows no picture',
      () => Object.assign(new ScriptedFace('video'), { problem: 'no_first_frame' as const }),
    ],
  ] as const) {
    it(`is drawn instead of a video ${name}, and says so`, async () => {
      const { call, drawing } = await callWith({ video: video() })
      expect(call.view.face).to.equal('drawing')
      expect(call.view.isVideoMissing).to.equal(true)
      expect(drawing.utterance.text).to.match(/^Hello/u)
    })
  }

  it('is drawn without a word where there is no video after all', async () => {
    const video = Object.assign(new ScriptedFace('video'), { problem: 'unsupported' as const })
    for (const scene of [{ isBegun: true }, { isBegun: true, video }]) {
      const { call } = await callWith(scene)
      expect([call.view.face, call.view.isVideoMissing]).to.deep.equal(['drawing', false])
    }
  })

  it('is drawn once the video is lost, and goes on at the word it left', async () => {
    const video = new ScriptedFace('video')
    const scripted = await callWith({ isBegun: true, video })
    scripted.begin('a')
    scripted.delta('a', 'One two three')
    video.sound('two')
    video.lose()
    await microtasks()
    await microtasks()
    expect(video.isClosed).to.equal(true)
    expect(scripted.drawing.utterance.text).to.equal('two three')
    scripted.drawing.sound('three')
    expect(scripted.call.view.caption?.word).to.equal('three')
    expect(scripted.call.view.caption?.before).to.equal('One two ')
  })

  it('is closed at once when the call ends while it is on its way, and never shown', async () => {
    let arrive: () => void = () => undefined
    const arrival = new Promise<void>((resolve) => (arrive = resolve))
    const video = Object.assign(new ScriptedFace('video'), { arrival })
    const { call, told } = new ScriptedCall({ video })
    const begun = call.start()
    while (!video.isAttached) await microtasks()
    await call.end('ended')
    expect(video.isClosed).to.equal(true)
    arrive()
    await begun
    expect([video.said, told, call.view.face]).to.deep.equal([[], [], 'none'])
  })

  it('does not even set out when the call ends while it loads', async () => {
    let load: () => void = () => undefined
    const loaded = new Promise<void>((resolve) => (load = resolve))
    const video = new ScriptedFace('video')
    const { call, loading } = new ScriptedCall({ video, loaded })
    const begun = call.start()
    await loading
    await call.end('ended')
    load()
    await begun
    expect([video.isAttached, video.isClosed]).to.deep.equal([false, true])
  })

  it('keeps the volume that the visitor has set', async () => {
    const video = new ScriptedFace('video')
    const scripted = await callWith({ isBegun: true, video })
    scripted.call.setVolume(0.4)
    video.lose()
    await microtasks()
    expect([video.volume, scripted.drawing.volume]).to.deep.equal([0.4, 0.4])
  })

  it('holds itself as the mind is', async () => {
    const scripted = await callWith()
    scripted.call.write('sent')
    scripted.begin('a')
    scripted.think('routing_to_llm')
    await scripted.call.listen(true)
    expect(scripted.drawing.asked.slice(-2)).to.deep.equal(['thinking', 'un-duck'])
    scripted.endAnswer('a', 'stopped')
    expect(scripted.drawing.asked.slice(-2)).to.deep.equal(['un-duck', 'listening'])
  })
})
