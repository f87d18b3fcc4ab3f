import type { Emotion, Posture } from '../avatar.ts'

const channels = [
  ...(['smile', 'squint', 'lid', 'browInner', 'browOuter', 'browTilt'] as const),
  ...(['yaw', 'pitch', 'roll', 'lean', 'gazeX', 'gazeY', 'open', 'width'] as const),
] as const

type Channel = (typeof channels)[number]

/**
 * How a face holds itself: what `FaceFrame` says of everything but speech, and how far an unspoken
 * mouth is open and from its resting width.
 */
export type Bearing = Record<Channel, number>

const nothing = Object.fromEntries(channels.map((channel) => [channel, 0])) as Bearing

const postures: Record<Posture | 'speaking', Partial<Bearing>> = {
  idle: { smile: 0.95 },
  listening: { smile: 1, lean: 0.7, roll: 1.6, browInner: 0.22, browOuter: 0.16, squint: 0.06 },
  thinking: {
    ...{ smile: 0.55, yaw: 0.75, roll: -1.2, pitch: -0.35, lean: -0.3, width: -0.06 },
    ...{ browInner: 0.12, browOuter: 0.2, browTilt: 0.35, squint: 0.12, gazeX: 0.62, gazeY: -0.72 },
  },
  speaking: { smile: 0.8, lean: 0.3, browInner: 0.08, browOuter: 0.05 },
}

const emotions: Record<Emotion, Partial<Bearing>> = {
  neutral: {},
  warm: { smile: 0.35, squint: 0.2, browOuter: 0.1, roll: 0.8 },
  glad: { smile: 0.85, squint: 0.42, browInner: 0.25, browOuter: 0.35, pitch: -0.2 },
  sad: {
    ...{ smile: -0.85, browInner: 0.75, browOuter: -0.35, lid: 0.12, pitch: 0.35, roll: 1 },
    ...{ gazeY: 0.12 },
  },
  concerned: { smile: -0.45, browInner: 0.6, browOuter: -0.1, squint: 0.14, lean: 0.35, roll: 1.2 },
  surprised: { smile: -0.25, browInner: 0.9, browOuter: 0.95, lid: -0.22, open: 0.13, pitch: -0.3 },
  thoughtful: {
    smile: -0.2,
    browTilt: 0.4,
    squint: 0.16,
    browInner: 0.15,
    yaw: 0.25,
    width: -0.05,
  },
}

/** Where a posture and an emotion together would have the face; `side` (±1) is where it leans. */
export function bearingOf(
  posture: Posture | 'speaking',
  emotion: Emotion,
  side: number,
): Readonly<Bearing> {
  const bearing = { ...nothing }
  for (const part of [postures[posture], emotions[emotion]]) {
    for (const channel of channels) bearing[channel] += part[channel] ?? 0
  }
  for (const channel of ['roll', 'yaw', 'gazeX', 'browTilt'] as const) bearing[channel] *= side
  return bearing
}

/** How soon a channel has come most of the way, in milliseconds. */
const easeMs: Partial<Record<Channel, number>> = {
  ...{ yaw: 260, pitch: 240, roll: 300, lean: 340, gazeX: 26, gazeY: 26, lid: 90 },
}
const usualEaseMs = 170

/** What nobody sees. */
const indistinct = 0.004

/** A bearing on its way to another: every channel at its own pace, none with a jerk. */
export class BearingBlend {
  readonly #now: Bearing
  readonly #speed: Bearing = { ...nothing }
  #target: Readonly<Bearing>

  constructor(start: Readonly<Bearing>) {
    this.#now = { ...start }
    this.#target = start
  }

  turnTo(target: Readonly<Bearing>): void {
    this.#target = target
  }

  /** Is there already. */
  settle(): void {
    Object.assign(this.#now, this.#target)
    Object.assign(this.#speed, nothing)
  }

  get isMoving(): boolean {
    return channels.some(
      (channel) => Math.abs(this.#now[channel] - this.#target[channel]) > indistinct,
    )
  }

  advance(elapsedMs: number): Readonly<Bearing> {
    for (const channel of channels) {
      const rate = 2 / (easeMs[channel] ?? usualEaseMs)
      const decay = Math.exp(-rate * elapsedMs)
      const away = this.#now[channel] - this.#target[channel]
      const push = this.#speed[channel] + rate * away
      this.#now[channel] = this.#target[channel] + (away + push * elapsedMs) * decay
      this.#speed[channel] = (this.#speed[channel] - rate * push * elapsedMs) * decay
    }
    return this.#now
  }
}
