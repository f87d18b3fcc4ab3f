import { type MouthShape, mouthShapes, type Viseme } from '../src/avatars/visemes/visemes.ts'

/** A viseme that sounds from `start` to `end`, in milliseconds. */
export type SoundingViseme = { viseme: Viseme; start: number; end: number }

export type MouthFrame = { now: number; shape: MouthShape }

/** The lips lead the sound by as much, and trail their aim by as much. */
const windowMs = 60
const vowelReachMs = 180
const tolerance = 0.12

const keys = ['open', 'width', 'round', 'teeth', 'tongue'] as const
const vowels: readonly Viseme[] = ['aa', 'E', 'I', 'O', 'U']

/**
 * The share of frames (0 to 1) in which a mouth agrees with what sounds: each of its numbers lies
 * between the least and the most that the visemes within the damping's lag ask for. Width and
 * rounding may already be those of the vowel that comes. A mouth 200 ms late agrees in half of them.
 */
export function mouthAgreement(
  frames: readonly MouthFrame[],
  sounding: readonly SoundingViseme[],
): number {
  const agreeing = frames.filter(({ now, shape }) => {
    const around = sounding.filter(
      ({ start, end }) => start < now + windowMs && end > now - windowMs,
    )
    const isWhole = (moment: number) =>
      around.some(({ start, end }) => start <= moment && moment <= end)
    const near = around.map(({ viseme }) => viseme)
    if (!isWhole(now - windowMs) || !isWhole(now + windowMs)) near.push('sil')
    const vowel = sounding.find(
      ({ viseme, start }) =>
        vowels.includes(viseme) && start > now && start < now + windowMs + vowelReachMs,
    )
    return keys.every((key) => {
      const isFree = vowel && (key === 'width' || key === 'round')
      const asked = [...near, ...(isFree ? [vowel.viseme] : [])].map(
        (name) => mouthShapes[name][key],
      )
      const [least, most] = [Math.min(...asked), Math.max(...asked)]
      return shape[key] >= least - tolerance && shape[key] <= most + tolerance
    })
  })
  return agreeing.length / frames.length
}
