import { type MouthShape, mouthShapes, type Viseme } from '../visemes/visemes.ts'

/** The lips move this much before the sound, as people's do. */
export const lookAheadMs = 60

/** What is shorter than this is not worth a shape of its own. */
const shortestMs = 40

/** Lips that do not meet at once look wrong, so these are never left out. */
const closures: readonly Viseme[] = ['PP', 'FF', 'CH']
const shortestClosureMs = 55

/** Lips that are closed stay so until the sound is all but over; then they part at once. */
const releaseMs = 30

/** A gap shorter than this is none: a voice that speaks as it goes names each sound when it comes. */
const bridgeMs = lookAheadMs + 40

const vowels: readonly Viseme[] = ['aa', 'E', 'I', 'O', 'U']

/** How much of the next vowel's width and rounding a consonant takes on: the lips are free for it. */
const yielding: Partial<Record<Viseme, number>> = {
  ...{ kk: 0.6, DD: 0.45, nn: 0.45, RR: 0.3, TH: 0.25, SS: 0.25, PP: 0.35, FF: 0.3 },
}

/** How far ahead a consonant feels the vowel that follows. */
const vowelReachMs = 180

type Cue = { viseme: Viseme; start: number; end: number }

const keys = ['open', 'width', 'round', 'teeth', 'tongue'] as const

/**
 * A mouth that follows a time line of visemes. The target is read a little ahead of the sound, takes
 * on something of the vowel that comes (coarticulation), and is followed by a critically damped
 * spring, so that nothing jumps. Times are milliseconds of one clock, which only goes forward.
 */
export class Lips {
  #cues: Cue[] = []
  #shape: Record<keyof MouthShape, number> = { ...mouthShapes.sil }
  #speed: Record<keyof MouthShape, number> = { open: 0, width: 0, round: 0, teeth: 0, tongue: 0 }
  #now: number
  /** Trails its target farther, and makes half of each movement. */
  isCalm: boolean

  constructor(now: number, isCalm = false) {
    this.#now = now
    this.isCalm = isCalm
  }

  /** The mouth takes a shape at `start`, for so long. Cues come in order. */
  add(viseme: Viseme, { start, durationMs }: { start: number; durationMs: number }): void {
    const isClosure = closures.includes(viseme)
    const isPause = viseme === 'sil'
    // Whether a short pause is one, what follows tells.
    const pause = this.#cues.at(-1)
    if (pause?.viseme === 'sil' && !isPause && start - pause.start < shortestMs) this.#cues.pop()
    const last = this.#cues.at(-1)
    const isBrief = durationMs < shortestMs && !isClosure && !isPause
    if (last && isBrief && start - last.end < bridgeMs) {
      last.end = Math.max(last.end, start + durationMs)
      return
    }
    const length = isClosure ? Math.max(durationMs, shortestClosureMs) : durationMs
    // A closure that was made longer takes its time from what follows it.
    const own = last && closures.includes(last.viseme) ? Math.max(start, last.end) : start
    if (last) last.end = Math.min(last.end, own)
    this.#cues.push({ viseme, start: own, end: Math.max(own + 1, start + length) })
  }

  /** Nothing of what was announced comes. */
  clear(): void {
    this.#cues = []
  }

  /** Whether there is something left to say, or the mouth is still on its way. */
  get isMoving(): boolean {
    const last = this.#cues.at(-1)
    if (last !== undefined && this.#now < last.end + bridgeMs) return true
    return keys.some((key) => Math.abs(this.#speed[key]) > 1e-5)
  }

  /** The mouth at a moment, which is not before the last one asked for. */
  at(now: number): MouthShape {
    const elapsed = Math.max(0, now - this.#now)
    this.#now = now
    while (this.#cues.length > 1 && (this.#cues[0]?.end ?? now) < now - bridgeMs) this.#cues.shift()
    const target = this.#target(now + lookAheadMs)
    const rate = 2 / (this.isCalm ? 90 : 38)
    const gain = this.isCalm ? 0.5 : 1
    const decay = Math.exp(-rate * elapsed)
    for (const key of keys) {
      const rest = mouthShapes.sil[key]
      const wanted = rest + (target[key] - rest) * gain
      const away = this.#shape[key] - wanted
      const push = this.#speed[key] + rate * away
      this.#shape[key] = wanted + (away + push * elapsed) * decay
      this.#speed[key] = (this.#speed[key] - rate * push * elapsed) * decay
    }
    return { ...this.#shape }
  }

  #target(moment: number): MouthShape {
    const later = this.#cues.findIndex((cue) => cue.start > moment)
    let index = (later < 0 ? this.#cues.length : later) - 1
    const before = this.#cues[index - 1]
    const release = moment - lookAheadMs + releaseMs
    if (before && closures.includes(before.viseme) && before.end > release) index -= 1
    const cue = this.#cues[index]
    if (!cue || moment > cue.end + bridgeMs) return mouthShapes.sil
    const next = this.#cues[index + 1]
    // A pause that is known of is a pause; one that is not may be a voice that takes its time.
    if (next && moment > cue.end && next.start - cue.end > bridgeMs) return mouthShapes.sil
    const shape = mouthShapes[cue.viseme]
    const share = yielding[cue.viseme]
    const vowel = this.#cues
      .slice(index + 1, index + 4)
      .filter(({ viseme, start }) => vowels.includes(viseme) && start - moment < vowelReachMs)[0]
    if (!share || !vowel) return shape
    const towards = mouthShapes[vowel.viseme]
    // Lips are rounded early: a short vowel would be over before they are.
    const yielded = Math.min(1, share * (1 + towards.round * 0.8))
    const blend = (key: 'width' | 'round') => shape[key] + (towards[key] - shape[key]) * yielded
    return { ...shape, width: blend('width'), round: blend('round') }
  }
}
