import { expect } from 'chai'
import { VisitorHeardEvent } from '../../avatars/avatar.ts'
import { VisitorSpeechEvent, type VisitorSpeechStep } from '../../avatars/visitor-speech.ts'
import { ScriptedMicrophone } from '../../../test-support/scripted-microphone.ts'
import type { Ear } from './call-parts.ts'
import { type AvatarConnection, VideoFace } from './video-face.ts'

describe('the ear of a video face', () => {
  let devices: ScriptedMicrophone
  let face: VideoFace
  let seen: string[]

  beforeEach(() => {
    devices = new ScriptedMicrophone()
    face = new VideoFace({} as AvatarConnection)
    seen = []
  })

  afterEach(async () => {
    await face.avatar.close()
    await devices.restore()
  })

  function open(mode: 'open' | 'held'): Promise<Ear> {
    const note = (event: string) => void seen.push(event)
    return face.openEar({
      face,
      mode,
      mayAudioLeave: false,
      events: {
        onAsking: () => undefined,
        onBargeIn: note,
        onWords: note,
        onHeard: note,
        onProblem: note,
      },
    })
  }

  const notice = (step: VisitorSpeechStep) =>
    face.avatar.events.dispatchEvent(new VisitorSpeechEvent(step))

  it('tells of a cough as any other ear does', async () => {
    await open('open')
    notice('began')
    notice('ended')
    notice('nothing')
    expect(seen).to.deep.equal(['speech', 'end-of-speech', 'backchannel'])
  })

  it('leaves the turn with whoever holds the button', async () => {
    await open('held')
    notice('began')
    notice('ended')
    expect(seen).to.deep.equal([])
  })

  it('tells nothing once it is closed, and lets go of the microphone', async () => {
    const ear = await open('open')
    expect(devices.live).to.have.lengthOf(1)
    ear.close()
    notice('began')
    expect(seen).to.deep.equal([])
    expect(devices.live).to.deep.equal([])
  })

  for (const [name, answer, live] of [
    ['hears by the ear that was opened last', () => devices.newStream(), 1],
    ['hears by none if the last could not be opened', () => Promise.reject(new Error()), 0],
  ] as const) {
    it(`${name}, when a visitor has it closed and opened again before the browser gives it`, async () => {
      let allow: () => void = () => undefined
      const allowed = new Promise<void>((resolve) => (allow = resolve))
      devices.answer = () => allowed.then(() => devices.newStream())
      const first = open('open').then((ear) => ear.close())
      devices.answer = () => allowed.then(answer)
      const second = open('open').catch(() => undefined)
      allow()
      await Promise.all([first, second])
      expect(devices.live).to.have.lengthOf(live)
    })
  }

  it('begins with nothing that is left of an ear before it', async () => {
    const ear = await open('open')
    ear.close()
    const steps: string[] = []
    face.avatar.events.addEventListener(VisitorSpeechEvent.type, ({ step }) => steps.push(step))
    await open('open')
    expect(steps).to.deep.equal(['nothing'])
  })

  const settlings: [name: string, settle: (ear: Ear) => void][] = [
    ['what was said is understood', () => face.avatar.events.dispatchEvent(said('Good evening'))],
    ['it was nothing', () => notice('nothing')],
    ['the face is closed', () => void face.avatar.close()],
    ['it is closed', (ear) => ear.close()],
  ]
  for (const [name, settle] of settlings) {
    it(`has finished, with the microphone closed before, when ${name}`, async () => {
      const ear = await open('held')
      let hasFinished = false
      const finishing = ear.finish().then(() => (hasFinished = true))
      notice('ended')
      await Promise.resolve()
      expect([hasFinished, devices.live]).to.deep.equal([false, []])
      settle(ear)
      await finishing
    })
  }
})

const said = (text: string) => new VisitorHeardEvent('1', text)
