/** What a mouth can look like: the 15 shapes of the Oculus (OVR LipSync) set. */
export const visemes = [
  ...(['sil', 'PP', 'FF', 'TH', 'DD', 'kk', 'CH', 'SS', 'nn', 'RR'] as const),
  ...(['aa', 'E', 'I', 'O', 'U'] as const),
] as const

export type Viseme = (typeof visemes)[number]

/** A mouth in five numbers, each from 0 to 1; a mouth at rest is 0.5 wide and 0 all else. */
export type MouthShape = {
  /** How far the jaw has dropped. */
  readonly open: number
  /** From pursed over resting (0.5) to stretched. */
  readonly width: number
  /** How far the lips are pushed forward into a ring. */
  readonly round: number
  /** How much of the teeth shows; with a closed jaw, the upper ones on the lower lip. */
  readonly teeth: number
  /** How far the tongue has risen behind the teeth. */
  readonly tongue: number
}

function shape(...[open, width, round, teeth, tongue]: [number, number, number, number, number]) {
  return { open, width, round, teeth, tongue } satisfies MouthShape
}

export const mouthShapes: Readonly<Record<Viseme, MouthShape>> = {
  sil: shape(0, 0.5, 0, 0, 0),
  PP: shape(0, 0.4, 0.12, 0, 0),
  FF: shape(0.2, 0.5, 0, 1, 0),
  TH: shape(0.3, 0.54, 0, 0.5, 1),
  DD: shape(0.24, 0.56, 0, 0.7, 0.55),
  kk: shape(0.34, 0.55, 0, 0.3, 0.2),
  CH: shape(0.3, 0.2, 0.62, 0.9, 0),
  SS: shape(0.13, 0.72, 0, 0.9, 0),
  nn: shape(0.18, 0.55, 0, 0.5, 0.75),
  RR: shape(0.28, 0.36, 0.35, 0.35, 0.35),
  aa: shape(1, 0.5, 0, 0.4, 0.15),
  E: shape(0.55, 0.76, 0, 0.5, 0.25),
  I: shape(0.26, 0.94, 0, 0.7, 0.2),
  O: shape(0.66, 0.16, 0.72, 0.1, 0),
  U: shape(0.3, 0, 1, 0, 0),
}
