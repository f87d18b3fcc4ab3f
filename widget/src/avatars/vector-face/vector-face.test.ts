import { expect } from 'chai'
import { closeFaces, MotionWish, openFace } from '../../../test-support/open-face.ts'
import { loadMarkReaders } from '@visavis/shared/spoken-text/load-mark-readers.ts'
import type { HeardUtterance } from '../avatar.ts'
import { loadLook, lookNames } from '../portraits/looks.ts'

/** How much lower than the inner end the left brow's outer one is. */
function slantOf(stage: Element): number {
  const brow = stage.querySelector('[data-part=eyes] > :nth-child(4)')?.getAttribute('d')
  const [, outer, inner] = /^M\S+ (\S+?)Q\S+ \S+ \S+ (\S+?)Q/u.exec(brow ?? '') ?? []
  return Number(outer) - Number(inner)
}

describe('the vector face', () => {
  afterEach(closeFaces)

  it('is there with its first frame, whatever the look', async () => {
    for (const name of lookNames) {
      const { stage, states } = await openFace({ look: await loadLook(name) })
      expect(stage.querySelector('svg [data-part=mouth] path')?.getAttribute('d')).to.match(/^M/u)
      expect(stage.innerHTML).not.to.match(/undefined|NaN/u)
      expect(states).to.deep.equal(['idle'])
    }
  })

  it('speaks: moves its lips by the voice, and says which word is heard', async () => {
    const { face, clock, speaker, states, shape } = await openFace()
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

  it('keeps an emotion that it was asked for, until it is posed without', async () => {
    const { face, clock, stage } = await openFace()
    const neutral = slantOf(stage)
    face.pose('idle')
    face.pose('listening', 'sad')
    clock.advance(5000)
    expect(slantOf(stage)).to.be.greaterThan(neutral + 1.5)
    face.pose('idle')
    clock.advance(5000)
    expect(slantOf(stage)).to.be.closeTo(neutral, 0.3)
  })

  it('is silent at once when it is interrupted, and hears the voice of that answer no more', async () => {
    const { face, clock, speaker, shape, states } = await openFace()
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
    const { face } = await openFace()
    const first = face.speak({ id: 'm1' })
    face.speak({ id: 'm2' })
    const heard: HeardUtterance = await first.heard
    expect(heard.isCut).to.equal(true)
  })

  it('ducks its voice', async () => {
    const { face, speaker } = await openFace()
    face.duck(true)
    face.duck(false)
    expect(speaker.ducks).to.deep.equal([true, false])
  })

  it('shows the emotion of the sentence that is heard, and lets it go afterwards', async () => {
    const { face, clock, speaker, stage } = await openFace()
    const slant = () => slantOf(stage)
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

  it('shows what a stage direction tells, though nobody says it', async () => {
    await loadMarkReaders('*')
    const { face, clock, speaker, stage } = await openFace()
    const neutral = slantOf(stage)
    const utterance = face.speak({ id: 'm1' })
    utterance.say('*sighs sadly*')
    utterance.end()
    speaker.finish()
    await utterance.heard
    clock.advance(1500)
    expect(slantOf(stage)).to.be.greaterThan(neutral + 1.5)
    clock.advance(6000)
    expect(slantOf(stage)).to.be.closeTo(neutral, 0.3)
    face.speak({ id: 'm2' }).say('*sighs sadly* Yes.')
    speaker.events.onStart()
    speaker.events.onWord({ start: 14, end: 17 })
    clock.advance(1500)
    expect(slantOf(stage)).to.be.greaterThan(neutral + 1.5)
  })

  it('shares a page with another: no two ids are the same', async () => {
    await openFace({ look: await loadLook('viktor') })
    await openFace({ look: await loadLook('ada') })
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
      const motion = new MotionWish()
      const { face, clock, speaker, stage, states } = await openFace({ motion })
      const utterance = face.speak({ id: 'm1' })
      utterance.say('а')
      speaker.events.onStart()
      expect(motion.followers).to.equal(1)
      expect(listening).to.deep.equal(['visibilitychange'])
      await face.close()
      await face.close()
      expect(listening).to.deep.equal([])
      expect(motion.followers).to.equal(0)
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
