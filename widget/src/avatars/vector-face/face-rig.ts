import type { Look } from '../portraits/look.ts'
import type { MouthShape } from '../visemes/visemes.ts'
import { outlineEye } from './eye-outlines.ts'
import { outlineHead, type FaceDrawing, type Side } from './face-drawing.ts'
import { outlineMouth } from './mouth-outlines.ts'

/** One moment of a face, in numbers that mean the same on every look. */
export type FaceFrame = {
  readonly mouth: MouthShape
  /** The corners' lift: 1 is the portraits' resting smile, -1 a sad mouth. */
  readonly smile: number
  /** Lids: from wide (-0.2) over open (0) to closed (1). */
  readonly lid: number
  readonly squint: number
  /** How far the brows have risen at their inner and outer ends; 1 is a full raise. */
  readonly browInner: number
  readonly browOuter: number
  /** How much higher the right brow stands. */
  readonly browTilt: number
  /** Where the eyes look: -1 to 1, right and down are positive; 0 is the visitor. */
  readonly gazeX: number
  readonly gazeY: number
  /** How the head is turned, nodded and leant: about -1 to 1, roll in degrees. */
  readonly yaw: number
  readonly pitch: number
  readonly roll: number
  /** Nearer to the visitor, 0 to 1. */
  readonly lean: number
  /** How full the chest is, 0 to 1. */
  readonly breath: number
}

const round2 = (value: number) => Math.round(value * 100) / 100

/** Draws moments of a face: writes only what has changed since the last one. */
export class FaceRig {
  readonly #drawing: FaceDrawing
  readonly #look: Look
  readonly #written = new Map<SVGElement, string>()
  #mouth = ''
  #lids: Record<Side, string> = { left: '', right: '' }

  constructor(drawing: FaceDrawing, look: Look) {
    this.#drawing = drawing
    this.#look = look
  }

  draw(frame: FaceFrame): void {
    this.#drawMouth(frame)
    this.#drawEye(frame, 'left')
    this.#drawEye(frame, 'right')
    this.#drawPosture(frame)
  }

  #drawPosture(frame: FaceFrame): void {
    const { hairBehind, body, head, features, hair, glasses } = this.#drawing
    const { yaw, pitch, lean, breath } = frame
    const turn = round2(this.#look.tilt + frame.roll)
    const grown = 1 + Math.round(lean * 250) / 10_000
    const y = round2(pitch * 1.1 - breath * 0.5 + lean * 0.8)
    const around = `rotate(${turn} 60 92)`
    const size = grown === 1 ? '' : `translate(60 92)scale(${grown})translate(-60 -92)`
    this.#move(head, `translate(${round2(yaw * 1.1)} ${y})${around}${size}`)
    this.#move(hairBehind, `translate(${round2(yaw * 0.3)} ${round2(y * 0.8)})${around}${size}`)
    this.#move(features, `translate(${round2(yaw * 1.7)} ${round2(pitch * 1.6)})`)
    this.#move(glasses, `translate(${round2(yaw * 1.5)} ${round2(pitch * 1.4)})`)
    this.#move(hair, `translate(${round2(yaw * 0.5)} ${round2(pitch * 0.5)})`)
    this.#move(body, `translate(${round2(yaw * 0.15)} ${round2(lean * 0.8 - breath * 0.9)})`)
  }

  #drawMouth({ mouth, smile }: FaceFrame): void {
    const { open, width, round, teeth, tongue } = mouth
    const numbers = [open, width, round, teeth, tongue, smile].map(round2)
    if (this.#mouth === (this.#mouth = numbers.join())) return
    const outlines = outlineMouth(mouth, smile)
    const nodes = this.#drawing.mouth
    // What the mouth does, in the numbers of `MouthShape`: for whoever measures it.
    nodes.group.dataset['shape'] = numbers.slice(0, -1).join(' ')
    this.#outline(nodes.clip, outlines.opening)
    for (const name of [
      ...(['opening', 'upperTeeth', 'lowerTeeth', 'tongue'] as const),
      ...(['upperLip', 'lowerLip', 'shade'] as const),
    ]) {
      this.#outline(nodes[name], outlines[name])
    }
    const head = outlineHead(this.#look, outlines.drop)
    this.#outline(this.#drawing.face, head.face)
    this.#outline(this.#drawing.farCheek, head.farCheek)
    const fall = round2(1 + outlines.drop / 60)
    this.#move(this.#drawing.beard, `translate(0 56)scale(1 ${fall})translate(0 -56)`)
  }

  #drawEye(frame: FaceFrame, side: Side): void {
    const nodes = this.#drawing.eyes[side]
    const own = side === 'left' ? -frame.browTilt : frame.browTilt
    const eye = {
      lid: round2(Math.min(1, frame.lid + Math.max(-0.06, frame.gazeY * 0.16) * (1 - frame.lid))),
      squint: round2(frame.squint),
      browInner: round2((frame.browInner + own / 2) * 2.4),
      browOuter: round2((frame.browOuter + own / 2) * 2.4),
    }
    this.#move(nodes.iris, `translate(${round2(frame.gazeX * 2.7)} ${round2(frame.gazeY * 1.7)})`)
    const numbers = Object.values(eye).join()
    if (this.#lids[side] === numbers) return
    this.#lids[side] = numbers
    const outlines = outlineEye(eye, side, this.#look.brow)
    this.#outline(nodes.clip, outlines.opening)
    this.#outline(nodes.lid, outlines.lid)
    this.#outline(nodes.lash, outlines.lash)
    this.#outline(nodes.brow, outlines.brow)
  }

  #move(node: SVGElement, transform: string): void {
    this.#write(node, 'transform', transform)
  }

  #outline(node: SVGElement, d: string): void {
    this.#write(node, 'd', d)
  }

  /** A node has one attribute that moves. */
  #write(node: SVGElement, name: 'transform' | 'd', value: string): void {
    if (this.#written.get(node) === value) return
    this.#written.set(node, value)
    node.setAttribute(name, value)
  }
}
