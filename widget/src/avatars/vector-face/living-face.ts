import type { Emotion, Posture } from '../avatar.ts'
import type { Look } from '../portraits/look.ts'
import type { Viseme } from '../visemes/visemes.ts'
import type { FaceClock } from './face-clock.ts'
import { drawFace } from './face-drawing.ts'
import { FaceRig } from './face-rig.ts'
import { FrameLoop, type Pace } from './frame-loop.ts'
import { IdleLife } from './idle-life.ts'
import { Lips } from './lips.ts'
import { BearingBlend, bearingOf } from './postures.ts'

export type LivingFaceOptions = {
  /** Of the portrait family. */
  look: Look
  clock: FaceClock
  /** From 0 to 1. */
  random: () => number
  /** Holds still but for a calm mouth. */
  isStill: boolean
}

/** A drawn face that lives: breathes, looks, listens, thinks, and moves its lips as it is told. */
export class LivingFace {
  readonly element: SVGSVGElement
  readonly #options: LivingFaceOptions
  readonly #rig: FaceRig
  readonly #lips: Lips
  readonly #life: IdleLife
  readonly #bearing: BearingBlend
  readonly #side: number
  #wanted: ReturnType<typeof bearingOf>
  #isStill: boolean
  #loop: FrameLoop | undefined
  #drawnAt: number
  /** How loud it has been, smoothed: the head goes along with the voice. */
  #stress = 0

  constructor(options: LivingFaceOptions) {
    this.#options = options
    const { look, clock, random } = options
    const drawing = drawFace(look)
    this.element = drawing.root
    this.#rig = new FaceRig(drawing, look)
    this.#drawnAt = clock.now()
    this.#isStill = options.isStill
    this.#lips = new Lips(this.#drawnAt, this.#isStill)
    this.#life = new IdleLife(this.#drawnAt, random)
    this.#side = Math.sign(look.tilt)
    this.#wanted = bearingOf('idle', 'neutral', this.#side)
    this.#bearing = new BearingBlend(this.#wanted)
    this.#draw()
  }

  /** Lives from now on, wherever its element is. */
  start(): void {
    this.#loop ??= new FrameLoop(this.element, this.#options.clock, () => this.#draw())
  }

  turnTo(posture: Posture | 'speaking', emotion: Emotion): void {
    this.#life.turnTo(posture, this.#options.clock.now())
    this.#wanted = bearingOf(posture, emotion, this.#side)
    this.#hold()
  }

  /** Holds still but for a calm mouth, or lives again. */
  holdStill(isStill: boolean): void {
    this.#isStill = isStill
    this.#lips.isCalm = isStill
    this.#hold()
  }

  /** A mouth's shape, `delayMs` from now. */
  shapeMouth(viseme: Viseme, durationMs: number, delayMs: number): void {
    this.#lips.add(viseme, { start: this.#options.clock.now() + delayMs, durationMs })
    this.#loop?.wake()
  }

  closeMouth(): void {
    this.#lips.clear()
    this.#loop?.wake()
  }

  /** The visitor is saying something: now and then that is worth a nod. */
  followTalk(): void {
    this.#life.followTalk(this.#options.clock.now())
    this.#loop?.wake()
  }

  /** Says this word with more weight. */
  stress(): void {
    const now = this.#options.clock.now()
    this.#life.raiseBrows(now)
    this.#life.nod(now, 0.35)
  }

  close(): void {
    this.#loop?.close()
    this.element.remove()
  }

  /** Goes where it is wanted, if it may move there; else it is there. */
  #hold(): void {
    if (this.#isStill) {
      this.#bearing.turnTo({ ...this.#wanted, yaw: 0, pitch: 0, roll: 0, lean: 0 })
      this.#bearing.settle()
    } else {
      this.#bearing.turnTo(this.#wanted)
    }
    this.#loop?.wake()
  }

  #draw(): Pace {
    const now = this.#options.clock.now()
    // After a rest, what has been missed is not made up for.
    const elapsed = Math.min(now - this.#drawnAt, 120)
    this.#drawnAt = now
    const said = this.#lips.at(now)
    const bearing = this.#bearing.advance(elapsed)
    const isStill = this.#isStill
    const life = isStill ? stillness : this.#life.at(now)
    this.#stress += (said.open - this.#stress) * (1 - Math.exp(-elapsed / 160))
    const quiet = 1 - Math.min(1, said.open * 3)
    this.#rig.draw({
      mouth: {
        ...said,
        open: said.open + bearing.open * quiet,
        width: Math.min(1, Math.max(0, said.width + bearing.width)),
      },
      smile: bearing.smile,
      lid: Math.min(1, bearing.lid + life.lid * (1 - bearing.lid)),
      squint: bearing.squint,
      browInner: bearing.browInner + life.brow,
      browOuter: bearing.browOuter + life.brow,
      browTilt: bearing.browTilt,
      gazeX: bearing.gazeX + life.gazeX,
      gazeY: bearing.gazeY + life.gazeY,
      yaw: bearing.yaw + life.yaw,
      pitch: bearing.pitch + life.pitch + (isStill ? 0 : this.#stress * 0.35),
      roll: bearing.roll + life.roll,
      lean: bearing.lean,
      breath: life.breath,
    })
    if (this.#lips.isMoving || this.#bearing.isMoving) return 'quick'
    if (isStill) return 'still'
    return this.#life.isQuick(now) ? 'quick' : 'slow'
  }
}

const stillness = {
  ...{ lid: 0, gazeX: 0, gazeY: 0, yaw: 0, pitch: 0, roll: 0, brow: 0, breath: 0.4 },
}
