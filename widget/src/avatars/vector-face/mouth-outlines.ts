import type { MouthShape } from '../visemes/visemes.ts'

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
  const corner = upper - lift + gap * (0.34 + 0.14 * round)

  const left = middle - half
  const right = middle + half
  // The smile is a little higher on one side, as everybody's is.
  const rightCorner = corner - 0.15
  const reach = half * (0.4 + 0.48 * round)
  const lowReach = half * (0.46 + 0.44 * round + 0.16 * open)
  const upperY = control(upper, corner)
  const lowerY = control(lower, corner)

  const upperThick = 1.2 + 0.7 * round + 0.3 * open - 0.25 * width
  const bow = upper - upperThick
  const bowHalf = Math.min(2.2, half * 0.3)
  const shoulder = bow + (corner - bow) * 0.45
  // The lower lip behind the upper teeth: nothing else shows all of them.
  const isTucked = Math.max(0, teeth - 0.9) * 10
  const lowerThick = (2.3 + 0.8 * round) * (1 - 0.45 * isTucked)
  const under = control(lower + lowerThick, corner)
  const ring = 0.9 * round
  const lipReach = half * (0.36 + 0.44 * round + 0.12 * open)

  const bite = Math.min(gap, 2.9 * teeth)
  const lowBite = Math.max(0, Math.min(gap - bite, (teeth - 0.55) * 4))
  // Behind the teeth, but for the tip of it that goes between them.
  const between = Math.max(0, tongue - 0.75) * 3 * bite
  const rise = Math.min(gap * (0.2 + 0.72 * tongue), gap - bite + between)
  const broad = half * 0.66
  const tip = control(lower - rise, lower + 3)

  return {
    opening: path`M${left} ${corner}C${middle - reach} ${upperY} ${middle + reach} ${upperY} ${right} ${rightCorner}C${middle + lowReach} ${lowerY} ${middle - lowReach} ${lowerY} ${left} ${corner}Z`,
    upperTeeth: path`M${left} ${upper - 6}H${right}V${corner}C${middle + reach} ${control(upper + bite, corner)} ${middle - reach} ${control(upper + bite, corner)} ${left} ${corner}Z`,
    lowerTeeth: path`M${left} ${lower + 6}H${right}V${lower}Q${middle} ${lower - lowBite * 2} ${left} ${lower}Z`,
    tongue: path`M${middle - broad} ${lower + 3}C${middle - broad} ${tip} ${middle + broad} ${tip} ${middle + broad} ${lower + 3}Z`,
    upperLip: path`M${left - ring} ${corner}C${left + half * 0.3 - ring} ${shoulder} ${middle - bowHalf * 1.9} ${bow} ${middle - bowHalf} ${bow}Q${middle - bowHalf * 0.4} ${bow} ${middle} ${bow + 0.35}Q${middle + bowHalf * 0.4} ${bow} ${middle + bowHalf} ${bow}C${middle + bowHalf * 1.9} ${bow} ${right - half * 0.3 + ring} ${shoulder} ${right + ring} ${rightCorner}H${right}C${middle + reach} ${upperY} ${middle - reach} ${upperY} ${left} ${corner}Z`,
    lowerLip: path`M${left} ${corner}C${middle - lowReach} ${lowerY} ${middle + lowReach} ${lowerY} ${right} ${rightCorner}H${right + ring}C${middle + lipReach + ring} ${under} ${middle - lipReach - ring} ${under} ${left - ring} ${corner}Z`,
    shade: path`M${middle - 4} ${lower + lowerThick + 2.2}q4 1.6 8 0`,
    drop: gap * 0.42,
  }
}
