import type { MouthShape } from '../visemes.ts'

/** The paths of a mouth, in the portraits' units. */
export type MouthOutlines = {
  /** What is seen between the lips; the teeth and the tongue lie inside. */
  readonly opening: string
  readonly upperTeeth: string
  readonly lowerTeeth: string
  readonly tongue: string
  readonly upperLip: string
  readonly lowerLip: string
  /** The shade that the lower lip throws. */
  readonly shade: string
  /** How far the chin has come down. */
  readonly drop: number
}

const middle = 59.8
const restingSeam = 75.4

const round2 = (value: number) => Math.round(value * 100) / 100

/** SVG path data with two digits: finer than any screen shows. */
function path(parts: TemplateStringsArray, ...values: number[]): string {
  return String.raw({ raw: parts }, ...values.map(round2))
}

/** Both controls of a level cubic curve that reaches `peak` halfway between two ends at `end`. */
const control = (peak: number, end: number) => (4 * peak - end) / 3

/**
 * Draws a mouth: `shape` is what is said, `smile` the corners' lift, where 1 is the portraits'
 * resting smile and -1 a sad mouth.
 */
export function outlineMouth(shape: MouthShape, smile: number): MouthOutlines {
  const { open, width, round, teeth, tongue } = shape
  const gap = open * 7.6
  const half = 5.3 + 6.9 * width + Math.max(0, smile - 1) * 0.9 - open * 0.5
  const lift = 2.3 * smile * (1 - 0.7 * round) * (1 - 0.35 * open)
  const upper = restingSeam - open * 0.9 - round * 0.5 - Math.max(0, smile - 1) * 0.4
  const lower = upper + gap
  const corner = upper - lift + gap * (0.3 + 0.12 * round)

  const left = middle - half
  const right = middle + half
  // The smile is a little higher on one side, as everybody's is.
  const rightCorner = corner - 0.15
  const reach = half * (0.42 + 0.16 * round + 0.06 * open)
  const upperY = control(upper, corner)
  const lowerY = control(lower, corner)
  const inner = path`${middle + reach} ${upperY} ${middle - reach} ${upperY} ${left} ${corner}`

  const upperThick = 1.15 + 0.75 * round + 0.25 * open - 0.25 * width
  const bow = upper - upperThick
  const bowHalf = Math.min(2.5, half * 0.34)
  const isTucked = Math.max(0, teeth - 0.6) * 2.5 * Math.max(0, 1 - open * 4)
  const lowerThick = (2.2 + 0.7 * round) * (1 - 0.55 * isTucked)
  const lipLeft = left + half * 0.14
  const lipRight = right - half * 0.14
  const lipEnd = corner + (lower - corner) * 0.3
  const under = control(lower + lowerThick, lipEnd)
  const along = control(lower, lipEnd)

  const bite = Math.min(gap, 2.9 * teeth)
  const lowBite = Math.max(0, Math.min(gap - bite, (teeth - 0.55) * 4))
  const rise = Math.min(gap * 0.92, gap * (0.2 + 0.72 * tongue))
  const broad = half * 0.66

  return {
    opening: path`M${left} ${corner}C${middle - reach} ${upperY} ${middle + reach} ${upperY} ${right} ${rightCorner}C${middle + reach} ${lowerY} ${middle - reach} ${lowerY} ${left} ${corner}Z`,
    upperTeeth: path`M${left} ${upper - 6}H${right}V${corner}C${middle + reach} ${control(upper + bite, corner)} ${middle - reach} ${control(upper + bite, corner)} ${left} ${corner}Z`,
    lowerTeeth: path`M${left} ${lower + 6}H${right}V${lower}Q${middle} ${lower - lowBite * 2} ${left} ${lower}Z`,
    tongue: path`M${middle - broad} ${lower + 3}C${middle - broad} ${lower - rise * 1.3} ${middle + broad} ${lower - rise * 1.3} ${middle + broad} ${lower + 3}Z`,
    upperLip:
      path`M${left} ${corner}C${left + half * 0.35} ${corner - upperThick * 0.35} ${middle - bowHalf * 1.7} ${bow} ${middle - bowHalf} ${bow}Q${middle - bowHalf * 0.4} ${bow} ${middle} ${bow + 0.55}Q${middle + bowHalf * 0.4} ${bow} ${middle + bowHalf} ${bow}C${middle + bowHalf * 1.7} ${bow} ${right - half * 0.35} ${rightCorner - upperThick * 0.35} ${right} ${rightCorner}C` +
      `${inner}Z`,
    lowerLip: path`M${lipLeft} ${lipEnd}C${middle - reach} ${along} ${middle + reach} ${along} ${lipRight} ${lipEnd}C${middle + reach} ${under} ${middle - reach} ${under} ${lipLeft} ${lipEnd}Z`,
    shade: path`M${middle - 4} ${lower + lowerThick + 2.2}q4 1.6 8 0`,
    drop: gap * 0.42,
  }
}
