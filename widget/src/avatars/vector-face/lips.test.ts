import { expect } from 'chai'
import {
  mouthAgreement,
  type MouthFrame,
  type SoundingViseme,
} from '../../../test-support/mouth-agreement.ts'
import { visemesOfPhoneme } from '../visemes/phoneme-visemes.ts'
import { type MouthShape, mouthShapes, type Viseme } from '../visemes/visemes.ts'
import { visemes } from '../visemes/visemes.ts'
import { Lips, lookAheadMs } from './lips.ts'

const frameMs = 1000 / 60

/** "Здравствуйте. Расскажите, пожалуйста", as espeak times it: phonemes and milliseconds. */
const phonemes =
  'z70 d45 r35 a110 s80 t50 v50 u70 j40 tʲ70 e80 _200 r60 ɐ60 s90 k60 ɐ60 ʒ80 ɨ110 tʲ70 e90 _60 ' +
  'p80 ɐ50 ʒ80 a110 l60 ʊ60 s80 t50 ə70 _300'

function timed(start: number): SoundingViseme[] {
  let at = start
  return phonemes.split(' ').flatMap((phoneme) => {
    const [, ipa = '', duration = '0'] = /^(\D+)(\d+)$/u.exec(phoneme) ?? []
    return visemesOfPhoneme(ipa).map((viseme, _, { length }) => {
      const begin = at
      at += Number(duration) / length
      return { viseme, start: begin, end: at }
    })
  })
}

function follow(cues: SoundingViseme[], until: number, frame = () => frameMs): MouthFrame[] {
  const lips = new Lips(0)
  for (const { viseme, start, end } of cues) lips.add(viseme, { start, durationMs: end - start })
  const frames: MouthFrame[] = []
  for (let now = 0; now < until; now += frame()) frames.push({ now, shape: lips.at(now) })
  return frames
}

function distance(one: MouthShape, other: MouthShape): number {
  const keys = ['open', 'width', 'round', 'teeth', 'tongue'] as const
  return Math.hypot(...keys.map((key) => one[key] - other[key]))
}

function held(viseme: Viseme, durationMs: number, now: number): MouthShape {
  const lips = new Lips(0)
  lips.add(viseme, { start: 500, durationMs })
  for (let at = 0; at < now; at += frameMs) lips.at(at)
  return lips.at(now)
}

describe('the lips', () => {
  it('reach every shape within 60 ms of its sound, and move before it', () => {
    for (const viseme of visemes.filter((name) => name !== 'sil')) {
      const whole = distance(mouthShapes.sil, mouthShapes[viseme])
      const at = (now: number) => distance(held(viseme, 300, now), mouthShapes[viseme]) / whole
      expect(at(500), `${viseme} at its first sound`).to.be.lessThan(0.3)
      expect(at(560), `${viseme} 60 ms later`).to.be.lessThan(0.05)
      expect(at(500 - lookAheadMs), `${viseme} before`).to.be.greaterThan(0.95)
    }
  })

  it('agree with what sounds in at least 95 frames of 100, and only if it is what sounds', () => {
    const cues = timed(500)
    const end = cues.at(-1)?.end ?? 0
    const frames = follow(cues, end + 300)
    expect(mouthAgreement(frames, cues)).to.be.at.least(0.95)
    const late = frames.map(({ now, shape }) => ({ now: now + 200, shape }))
    expect(mouthAgreement(late, cues)).to.be.lessThan(0.7)
  })

  it('agree as well when frames are dropped', () => {
    const cues = timed(500)
    let count = 0
    const uneven = () => ((count += 1) % 5 === 0 ? frameMs * 3 : frameMs)
    expect(mouthAgreement(follow(cues, 3500, uneven), cues)).to.be.at.least(0.95)
  })

  it('never jump: no number moves more than a third of its range in a frame', () => {
    const frames = follow(timed(500), 3500)
    for (const [index, { shape }] of frames.entries()) {
      const before = frames[index - 1]?.shape ?? mouthShapes.sil
      for (const key of ['open', 'width', 'round'] as const) {
        expect(Math.abs(shape[key] - before[key])).to.be.lessThan(1 / 3)
      }
    }
  })

  it('leave out what is shorter than 40 ms, but never a closure', () => {
    const between = (viseme: Viseme) => {
      const lips = new Lips(0)
      lips.add('aa', { start: 100, durationMs: 150 })
      lips.add(viseme, { start: 250, durationMs: 30 })
      lips.add('aa', { start: 280, durationMs: 150 })
      let least = 1
      for (let now = 0; now < 430; now += 5)
        if (lips.at(now).open < least && now > 150) least = lips.at(now).open
      return least
    }
    expect(between('DD')).to.be.greaterThan(0.9)
    expect(between('PP')).to.be.lessThan(0.6)
  })

  it('round a consonant before a rounded vowel', () => {
    const before = (vowel: Viseme) => {
      const lips = new Lips(0)
      lips.add('kk', { start: 200, durationMs: 90 })
      lips.add(vowel, { start: 290, durationMs: 120 })
      for (let now = 0; now < 240; now += 5) lips.at(now)
      return lips.at(240)
    }
    expect(before('U').round).to.be.greaterThan(0.3)
    expect(before('I').round).to.be.lessThan(0.05)
    expect(before('I').width).to.be.greaterThan(before('U').width + 0.2)
  })

  it('hold a sound until the next, for a voice that names each as it comes', () => {
    const lips = new Lips(0)
    lips.add('O', { start: 0, durationMs: 80 })
    for (let now = 0; now <= 95; now += 5) lips.at(now)
    expect(lips.at(95).round).to.be.greaterThan(0.5)
    for (let now = 95; now <= 500; now += 5) lips.at(now)
    expect(lips.at(500).round).to.be.lessThan(0.01)
    expect(lips.isMoving).to.equal(false)
  })

  it('close at a short silence that ends a phrase, not at one between two sounds', () => {
    const openest = (isGoingOn: boolean) => {
      const lips = new Lips(0)
      lips.add('aa', { start: 0, durationMs: 200 })
      lips.add('sil', { start: 200, durationMs: 5 })
      if (isGoingOn) lips.add('aa', { start: 206, durationMs: 200 })
      for (let now = 0; now < 250; now += 5) lips.at(now)
      return lips.at(250).open
    }
    expect(openest(false)).to.be.lessThan(0.1)
    expect(openest(true)).to.be.greaterThan(0.95)
  })

  it('close when the voice falls silent before it has said what it announced', () => {
    const lips = new Lips(0)
    lips.add('aa', { start: 0, durationMs: 2000 })
    for (let now = 0; now <= 300; now += 5) lips.at(now)
    lips.clear()
    for (let now = 300; now <= 500; now += 5) lips.at(now)
    expect(lips.at(500).open).to.be.lessThan(0.02)
  })
})
