import { expect } from 'chai'
import { HeldClock, steadyRandom } from '../../../test-support/held-clock.ts'
import { ScriptedSpeaker } from '../../../test-support/scripted-speaker.ts'
import type { AvatarState, HeardUtterance } from '../avatar.ts'
import * as looks from '../looks.ts'
import { VectorFace, type VectorFaceOptions } from './vector-face.ts'

const opened: { face: VectorFace; stage: HTMLElement }[] = []

async function open(options: Partial<VectorFaceOptions> = {}) {
  const clock = new HeldClock()
  const speaker = new ScriptedSpeaker()
  const face = new VectorFace({
    ...{ portrait: 'eva', speaker, clock, random: steadyRandom(), isStill: false },
    ...options,
  })
  const stage = document.createElement('div')
  stage.style.width = '400px'
  stage.style.height = '300px'
  document.body.prepend(stage)
  opened.push({ face, stage })
  const states: AvatarState[] = []
  face.events.addEventListener('state', ({ state }) => states.push(state))
  await face.attach(stage)
  const part = (name: string) => stage.querySelector(`[data-part=${name}]`)
  const shape = () => {
    const numbers = stage.querySelector<SVGElement>('[data-shape]')?.dataset['shape'] ?? ''
    const [open = 0, width = 0, round = 0] = numbers.split(' ').map(Number)
    return { open, width, round }
  }
  return { face, clock, speaker, stage, states, part, shape }
}

/** Resolves once the browser has told every observer of the element where it is. */
function observed(element: Element): Promise<boolean> {
  return new Promise((resolve) => {
    const observer = new IntersectionObserver(([entry]) => {
      observer.disconnect()
      resolve(entry?.isIntersecting ?? false)
    })
    observer.observe(element)
  })
}

function hidePage(isHidden: boolean): void {
  Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true })
  document.dispatchEvent(new Event('visibilitychange'))
}

describe('the vector face', () => {
  afterEach(async () => {
    Reflect.deleteProperty(document, 'hidden')
    for (const { face, stage } of opened.splice(0)) {
      await face.close()
      stage.remove()
    }
  })

  it('is there with its first frame, whatever the look', async () => {
    for (const portrait of Object.keys(looks)) {
      const { stage, states } = await open({ portrait })
      expect(stage.querySelector('svg [data-part=mouth] path')?.getAttribute('d')).to.match(/^M/u)
      expect(stage.innerHTML).not.to.match(/undefined|NaN/u)
      expect(states).to.deep.equal(['idle'])
    }
  })

  it('speaks: moves its lips by the voice, and says which word is heard', async () => {
    const { face, clock, speaker, states, shape } = await open()
    const words: string[] = []
    const text = 'Ма, о'
    face.events.addEventListener('word', ({ word, utteranceId }) =>
      words.push(`${utteranceId}:${text.slice(word.start, word.end)}`),
    )
    face.pose('thinking')
    const utterance = face.speak({ id: 'm1' })
    utterance.say(text)
    expect(states).to.deep.equal(['idle', 'thinking'])
    speaker.events.onStart()
    speaker.events.onWord({ start: 0, end: 2 })
    speaker.events.onViseme('PP', 100)
    speaker.events.onViseme('aa', 200, 100)
    clock.advance(50)
    expect(shape().open).to.be.lessThan(0.1)
    clock.advance(150)
    expect(shape().open).to.be.greaterThan(0.7)
    speaker.events.onWord({ start: 4, end: 5 })
    speaker.events.onViseme('O', 300, 100)
    clock.advance(250)
    expect(shape().round).to.be.greaterThan(0.5)
    speaker.finish()
    await utterance.heard
    clock.advance(400)
    expect(shape().open).to.equal(0)
    expect(words).to.deep.equal(['m1:Ма', 'm1:о'])
    expect(states).to.deep.equal(['idle', 'thinking', 'speaking', 'thinking'])
  })

  it('draws 60 frames a second while it speaks, and a quarter of that at rest', async () => {
    const { face, clock, speaker } = await open()
    const utterance = face.speak({ id: 'm1' })
    utterance.say('а')
    speaker.events.onStart()
    speaker.events.onViseme('aa', 2000)
    expect(clock.advance(2000)).to.be.within(119, 120)
    speaker.finish()
    await utterance.heard
    clock.advance(3000)
    const frames = clock.advance(20_000)
    expect(frames / 20).to.be.within(10, 20)
  })

  it('is silent at once when it is interrupted, and hears the voice of that answer no more', async () => {
    const { face, clock, speaker, shape, states } = await open()
    const utterance = face.speak({ id: 'm1' })
    utterance.say('а')
    const { events } = speaker
    events.onStart()
    events.onViseme('aa', 5000)
    clock.advance(300)
    face.interrupt()
    expect(states.at(-1)).to.equal('idle')
    events.onViseme('aa', 5000)
    clock.advance(250)
    expect(shape().open).to.equal(0)
    expect((await utterance.heard).isCut).to.equal(true)
  })

  it('cuts the answer before the one that begins', async () => {
    const { face } = await open()
    const first = face.speak({ id: 'm1' })
    face.speak({ id: 'm2' })
    const heard: HeardUtterance = await first.heard
    expect(heard.isCut).to.equal(true)
  })

  it('ducks its voice', async () => {
    const { face, speaker } = await open()
    face.duck(true)
    face.duck(false)
    expect(speaker.ducks).to.deep.equal([true, false])
  })

  it('looks away and up while it thinks, and at the visitor while it listens', async () => {
    const { face, clock, part } = await open()
    const gaze = () =>
      (/translate\((\S+) (\S+)\)/u.exec(part('gaze')?.getAttribute('transform') ?? '') ?? [])
        .slice(1)
        .map(Number)
    face.pose('thinking')
    clock.advance(700)
    const [aside = 0, up = 0] = gaze()
    expect(Math.abs(aside)).to.be.greaterThan(0.7)
    expect(up).to.be.lessThan(-0.6)
    face.pose('listening')
    clock.advance(700)
    for (const value of gaze()) expect(Math.abs(value)).to.be.lessThan(0.3)
  })

  it('shows the emotion of the sentence that is heard, and lets it go afterwards', async () => {
    const { face, clock, speaker, stage } = await open()
    const slant = () => {
      const brow = stage.querySelector('[data-part=eyes] > :nth-child(4)')?.getAttribute('d')
      const [, outer, inner] = /^M\S+ (\S+?)Q\S+ \S+ \S+ (\S+?)Q/u.exec(brow ?? '') ?? []
      return Number(outer) - Number(inner)
    }
    const utterance = face.speak({ id: 'm1' })
    utterance.say('Что было дальше? Соболезную вам.')
    speaker.events.onStart()
    speaker.events.onWord({ start: 0, end: 3 })
    clock.advance(900)
    const before = slant()
    speaker.events.onWord({ start: 17, end: 27 })
    clock.advance(1500)
    expect(slant()).to.be.greaterThan(before + 1.5)
    speaker.finish()
    await utterance.heard
    clock.advance(1000)
    expect(slant()).to.be.greaterThan(before + 1.5)
    clock.advance(4000)
    expect(slant()).to.be.closeTo(before, 0.3)
  })

  it('nods when it is told again that it listens', async () => {
    const lowest = async (isAgain: boolean) => {
      const { face, clock, part } = await open()
      face.pose('listening')
      clock.advance(3000)
      if (isAgain) face.pose('listening')
      let depth = -Infinity
      for (let step = 0; step < 30; step += 1) {
        clock.advance(20)
        const moved = /translate\(\S+ (\S+)\)/u.exec(
          part('features')?.getAttribute('transform') ?? '',
        )
        depth = Math.max(depth, Number(moved?.[1]))
      }
      return depth
    }
    expect(await lowest(true)).to.be.greaterThan((await lowest(false)) + 0.7)
  })

  it('blinks both eyes, about as often as people do', async () => {
    const { clock, stage } = await open()
    const lids = () => stage.querySelector('[data-part=eyes] > :nth-child(3)')?.getAttribute('d')
    const isClosed = () => /Q\S+ 5[78]/u.test(lids() ?? '')
    let blinks = 0
    for (let was = false, step = 0; step < 60_000; step += 25) {
      clock.advance(25)
      const is = isClosed()
      if (is && !was) blinks += 1
      was = is
    }
    expect(blinks).to.be.within(10, 25)
  })

  it('asks for nothing while the page is hidden, and goes on when it is seen', async () => {
    const { face, clock } = await open()
    clock.advance(100)
    hidePage(true)
    expect(clock.waiting).to.deep.equal({ frames: 0, timers: 0 })
    face.pose('listening', 'warm')
    expect(clock.waiting.frames).to.equal(0)
    hidePage(false)
    expect(clock.waiting.frames).to.equal(1)
  })

  it('asks for nothing while it is off-screen', async () => {
    const { clock, stage } = await open()
    await observed(stage)
    stage.style.display = 'none'
    expect(await observed(stage)).to.equal(false)
    await observed(stage)
    clock.advance(200)
    expect(clock.waiting).to.deep.equal({ frames: 0, timers: 0 })
    stage.style.display = ''
    expect(await observed(stage)).to.equal(true)
    await observed(stage)
    expect(clock.advance(1000)).to.be.greaterThan(5)
  })

  it('holds still where motion is unwelcome, with a calm mouth', async () => {
    const { face, clock, speaker, stage, part, shape } = await open({ isStill: true })
    clock.advance(1000)
    const still = stage.innerHTML
    expect(clock.advance(20_000)).to.equal(0)
    expect(stage.innerHTML).to.equal(still)
    const head = part('head')?.getAttribute('transform')
    const utterance = face.speak({ id: 'm1' })
    utterance.say('а')
    speaker.events.onStart()
    clock.advance(100)
    speaker.events.onViseme('aa', 600)
    clock.advance(500)
    expect(shape().open).to.be.within(0.3, 0.55)
    expect(part('head')?.getAttribute('transform')).to.equal(head)
    speaker.finish()
    await utterance.heard
    clock.advance(4000)
    expect(part('head')?.getAttribute('transform')).to.equal(head)
    expect(clock.advance(5000)).to.equal(0)
  })

  it('lives the same life with the same chance', async () => {
    const one = await open()
    const other = await open()
    const states = [one, other].map(({ face, clock, stage }) => {
      face.pose('thinking')
      clock.advance(12_345)
      return stage.innerHTML.replaceAll(/visavis-face-\d+/gu, '')
    })
    expect(states[0]).to.equal(states[1])
  })

  it('shares a page with another: no two ids are the same', async () => {
    await open({ portrait: 'viktor' })
    await open({ portrait: 'ada' })
    const ids = [...document.querySelectorAll('clipPath')].map(({ id }) => id)
    expect(ids.length).to.be.at.least(6)
    expect(new Set(ids).size).to.equal(ids.length)
  })

  it('leaves nothing behind when it closes, however often', async () => {
    const listening: string[] = []
    const add = document.addEventListener.bind(document)
    const remove = document.removeEventListener.bind(document)
    document.addEventListener = (type: string, listener: EventListener) => {
      listening.push(type)
      add(type, listener)
    }
    document.removeEventListener = (type: string, listener: EventListener) => {
      listening.splice(listening.indexOf(type), 1)
      remove(type, listener)
    }
    try {
      const { face, clock, speaker, stage, states } = await open()
      const utterance = face.speak({ id: 'm1' })
      utterance.say('а')
      speaker.events.onStart()
      expect(listening).to.deep.equal(['visibilitychange'])
      await face.close()
      await face.close()
      expect(listening).to.deep.equal([])
      expect(clock.waiting).to.deep.equal({ frames: 0, timers: 0 })
      expect(stage.childElementCount).to.equal(0)
      expect(speaker.isClosed).to.equal(true)
      expect((await utterance.heard).isCut).to.equal(true)
      expect(states.filter((state) => state === 'closed').length).to.equal(1)
      face.pose('listening')
      expect(clock.waiting.frames).to.equal(0)
    } finally {
      Reflect.deleteProperty(document, 'addEventListener')
      Reflect.deleteProperty(document, 'removeEventListener')
    }
  })
})
