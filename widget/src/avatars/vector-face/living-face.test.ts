import { expect } from 'chai'
import { closeFaces, MotionWish, openFace } from '../../../test-support/open-face.ts'

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

describe('the life of a face', () => {
  afterEach(async () => {
    Reflect.deleteProperty(document, 'hidden')
    await closeFaces()
  })

  it('draws 60 frames a second while it speaks, and a quarter of that at rest', async () => {
    const { face, clock, speaker } = await openFace()
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

  it('looks away and up while it thinks, and at the visitor while it listens', async () => {
    const { face, clock, part } = await openFace()
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

  it('nods now and then while the visitor talks, not at the first word, and never at a silence', async () => {
    const { face, clock, part } = await openFace()
    face.pose('listening')
    const depth = () =>
      Number(/translate\(\S+ (\S+)\)/u.exec(part('features')?.getAttribute('transform') ?? '')?.[1])
    /** How often the face goes down and up again within so many seconds, told of words or not. */
    const nods = (seconds: number, isTalked: boolean) => {
      let count = 0
      for (let isDown = false, step = 0; step < seconds * 50; step += 1) {
        if (isTalked && step % 20 === 0) face.pose('listening')
        clock.advance(20)
        if (!isDown && depth() > 0.7) count += 1
        isDown = depth() > (isDown ? 0.35 : 0.7)
      }
      return count
    }
    clock.advance(1000)
    expect(nods(30, false)).to.equal(0)
    expect(nods(2, true)).to.equal(0)
    expect(nods(30, true)).to.be.within(5, 18)
    clock.advance(1000)
    expect(nods(30, false)).to.equal(0)
  })

  it('blinks both eyes, about as often as people do', async () => {
    const { clock, stage } = await openFace()
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
    const { face, clock } = await openFace()
    clock.advance(100)
    hidePage(true)
    expect(clock.waiting).to.deep.equal({ frames: 0, timers: 0 })
    face.pose('listening', 'warm')
    expect(clock.waiting.frames).to.equal(0)
    hidePage(false)
    expect(clock.waiting.frames).to.equal(1)
  })

  it('asks for nothing while it is off-screen', async () => {
    const { clock, stage } = await openFace()
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
    const { face, clock, speaker, stage, part, shape } = await openFace({
      motion: new MotionWish(true),
    })
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

  it('holds still as soon as motion is unwelcome, and lives again when it is not', async () => {
    const motion = new MotionWish()
    const { face, clock, part } = await openFace({ motion })
    face.pose('listening')
    clock.advance(2000)
    expect(part('head')?.getAttribute('transform')).to.match(/scale/u)
    motion.turnTo(true)
    clock.advance(100)
    expect(part('head')?.getAttribute('transform')).not.to.match(/scale/u)
    expect(clock.advance(5000)).to.equal(0)
    motion.turnTo(false)
    expect(clock.advance(2000)).to.be.greaterThan(15)
    expect(part('head')?.getAttribute('transform')).to.match(/scale/u)
  })

  it('lives the same life with the same chance', async () => {
    const one = await openFace()
    const other = await openFace()
    const states = [one, other].map(({ face, clock, stage }) => {
      face.pose('thinking')
      clock.advance(12_345)
      return stage.innerHTML.replaceAll(/visavis-face-\d+/gu, '')
    })
    expect(states[0]).to.equal(states[1])
  })
})
