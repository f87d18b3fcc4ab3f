import type { Posture } from '../avatar.ts'

/** What a face does by itself, added to its bearing. */
export type LifeSigns = {
  lid: number
  gazeX: number
  gazeY: number
  yaw: number
  pitch: number
  roll: number
  brow: number
  breath: number
}

type Mode = Posture | 'speaking'

const closingMs = 75
const closedMs = 35
const openingMs = 140
const blinkMs = closingMs + closedMs + openingMs
const nodMs = 520
const browMs = 460

/** Seconds between blinks, least and most: people at rest about 15 a minute, fewer in thought. */
const blinkEvery: Record<Mode, readonly [number, number]> = {
  idle: [2.4, 6],
  listening: [2.6, 5.6],
  thinking: [3.2, 7],
  speaking: [1.8, 4.6],
}

/** Seconds between saccades, and how far they go. */
const gazeEvery: Record<Mode, readonly [number, number]> = {
  idle: [1.1, 3.4],
  listening: [1.4, 3.8],
  thinking: [0.9, 2.1],
  speaking: [0.9, 2.6],
}

/** Seconds between the nods of somebody who listens. */
const nodEvery = [2.2, 5.5] as const

/** After a silence this long, the visitor begins anew. */
const newTalkMs = 3000

/** How often an eye wanders off the visitor. */
const wanders: Record<Mode, number> = { idle: 0.22, listening: 0.04, thinking: 0, speaking: 0.14 }

/** How much a head moves by itself, and how long a breath takes. */
const vigours: Record<Mode, number> = { idle: 1, listening: 0.8, thinking: 0.9, speaking: 2.1 }
const breathMs: Record<Mode, number> = {
  ...{ idle: 4300, listening: 4100, thinking: 4700, speaking: 3300 },
}

const smooth = (x: number) => x * x * (3 - 2 * x)
const wave = (now: number, periodMs: number, phase = 0) =>
  Math.sin((now / periodMs) * 2 * Math.PI + phase)

/**
 * Blinks, glances, breathes, sways, nods. All chance comes from `random` (0 to 1) and all time from
 * outside, so that the same numbers make the same life.
 */
export class IdleLife {
  readonly #random: () => number
  #mode: Mode = 'idle'
  #blinkAt: number
  #gazeAt: number
  #talkedAt = -Infinity
  #nodAt = 0
  #nods: { at: number; depth: number }[] = []
  #browAt = -Infinity
  #vigour = 1
  #breath = 0
  #livedTo: number
  #gaze: readonly [x: number, y: number] = [0, 0]

  constructor(now: number, random: () => number) {
    this.#random = random
    this.#livedTo = now
    this.#blinkAt = now + this.#between([0.8, 2.4])
    this.#gazeAt = now + this.#between(gazeEvery.idle)
  }

  /** Turns to something else; often with a blink, as people do. */
  turnTo(mode: Mode, now: number): void {
    if (mode === this.#mode) return
    this.#mode = mode
    this.#gaze = [0, 0]
    this.#gazeAt = now + this.#between(gazeEvery[mode])
    if (this.#random() < 0.6) this.#blinkAt = Math.min(this.#blinkAt, now + 40)
  }

  /** The visitor says something, or more of it: nods now and then, and never at the first word. */
  followTalk(now: number): void {
    const isFirst = now - this.#talkedAt > newTalkMs
    this.#talkedAt = now
    if (!isFirst && now < this.#nodAt) return
    this.#nodAt = now + this.#between(nodEvery)
    if (!isFirst) this.nod(now, 0.8)
  }

  /** Agrees: once, now and then twice. */
  nod(now: number, depth = 1): void {
    if (this.#nods.some(({ at }) => now < at + nodMs)) return
    this.#nods.push({ at: now, depth })
    if (this.#random() < 0.3) this.#nods.push({ at: now + nodMs * 0.8, depth: depth * 0.6 })
  }

  /** Lifts the brows for a moment, as on a word that matters. */
  raiseBrows(now: number): void {
    if (now > this.#browAt + browMs * 2) this.#browAt = now
  }

  /** Something quick is going on that wants every frame. */
  isQuick(now: number): boolean {
    return (
      (now >= this.#blinkAt - 20 && now < this.#blinkAt + blinkMs) ||
      now < this.#browAt + browMs ||
      this.#nods.some(({ at }) => now < at + nodMs)
    )
  }

  /** A moment of life, which is not before the last one asked for. */
  at(now: number): LifeSigns {
    this.#look(now)
    const elapsed = Math.min(now - this.#livedTo, 200)
    this.#livedTo = now
    this.#vigour += (vigours[this.#mode] - this.#vigour) * (1 - Math.exp(-elapsed / 700))
    this.#breath = (this.#breath + elapsed / breathMs[this.#mode]) % 1
    const breath = this.#breath
    const vigour = this.#vigour
    return {
      lid: this.#blink(now),
      gazeX: this.#gaze[0],
      gazeY: this.#gaze[1],
      yaw: vigour * (0.2 * wave(now, 7900) + 0.1 * wave(now, 3100, 1)),
      pitch: vigour * 0.1 * wave(now, 5300, 2) + this.#nodding(now),
      roll: vigour * (0.5 * wave(now, 9700, 0.5) + 0.25 * wave(now, 4300, 2.5)),
      brow: this.#brow(now),
      // In faster than out, and a little rest before the next.
      breath: breath < 0.4 ? smooth(breath / 0.4) : 1 - smooth(Math.min(1, (breath - 0.4) / 0.52)),
    }
  }

  #between([least, most]: readonly [number, number]): number {
    return (least + (most - least) * this.#random()) * 1000
  }

  #blink(now: number): number {
    const since = now - this.#blinkAt
    if (since < 0) return 0
    if (since < closingMs) return smooth(since / closingMs)
    if (since < closingMs + closedMs) return 1
    if (since < blinkMs) return 1 - smooth((since - closingMs - closedMs) / openingMs)
    this.#blinkAt = now + (this.#random() < 0.14 ? 90 : this.#between(blinkEvery[this.#mode]))
    return 0
  }

  /** Eyes rest, then jump; far jumps come with a blink. */
  #look(now: number): void {
    if (now < this.#gazeAt) return
    const mode = this.#mode
    const isAway = this.#gaze[0] === 0 && this.#random() < wanders[mode]
    const reach = isAway ? [0.55, 0.3] : mode === 'thinking' ? [0.3, 0.22] : [0.07, 0.05]
    const aside = () => this.#random() * 2 - 1
    const x = aside()
    const far = isAway ? Math.sign(x) * (0.4 + 0.6 * Math.abs(x)) : x
    // Back to the visitor every other time.
    const isBack = mode !== 'thinking' && !isAway && this.#random() < 0.5
    this.#gaze = isBack ? [0, 0] : [far * (reach[0] ?? 0), aside() * (reach[1] ?? 0)]
    this.#gazeAt = now + this.#between(isAway ? [0.6, 1.4] : gazeEvery[mode])
    if (isAway && this.#random() < 0.5) this.#blinkAt = Math.min(this.#blinkAt, now + 20)
  }

  #nodding(now: number): number {
    this.#nods = this.#nods.filter(({ at }) => now < at + nodMs)
    return this.#nods.reduce((sum, { at, depth }) => {
      const part = (now - at) / nodMs
      return part < 0 ? sum : sum + depth * 0.9 * Math.sin(Math.PI * part) ** 2 * (1.3 - part * 0.6)
    }, 0)
  }

  #brow(now: number): number {
    const part = (now - this.#browAt) / browMs
    return part < 0 || part > 1 ? 0 : 0.45 * Math.sin(Math.PI * Math.sqrt(part)) ** 2
  }
}
