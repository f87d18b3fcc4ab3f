/** The paths of one eye and its brow, in the portraits' units. */
export type EyeOutlines = {
  /** What is open between the lids. */
  readonly opening: string
  /** The upper lid's edge, with its lashes. */
  readonly lash: string
  /** What of the upper lid is seen: from its crease to its edge. */
  readonly lid: string
  readonly brow: string
}

export type EyeShape = {
  /** From wide (-0.2) over open (0) to closed (1). */
  readonly lid: number
  /** How far the lower lid has risen, 0 to 1. */
  readonly squint: number
  /** How far the brow has risen at its inner and its outer end, in units of the drawing. */
  readonly browInner: number
  readonly browOuter: number
}

const round2 = (value: number) => Math.round(value * 100) / 100

/**
 * Draws an eye. The left one (as the viewer sees it) is measured on the portraits; the right one is
 * nearly its mirror. `weight` is the brow's.
 */
export function outlineEye(shape: EyeShape, side: 'left' | 'right', weight: number): EyeOutlines {
  const { lid, squint, browInner, browOuter } = shape
  const at = (x: number, y: number) => `${round2(side === 'left' ? x : 120.5 - x)} ${round2(y)}`
  const upper = 47 + lid * 10.9
  const lower = 59 - 4.2 * squint * (1 - lid) - 1.1 * lid
  const crease = Math.min(46.4 + lid * 3, upper)
  const arch = 42.4 - (browInner + browOuter) / 2
  const inner = 45.1 - browInner
  const outer = 46.6 - browOuter
  return {
    opening: `M${at(43.5, 54.5)}Q${at(49.2, upper)} ${at(55, 54)}Q${at(49.4, lower)} ${at(43.5, 54.5)}Z`,
    lash: `M${at(43, 54.5)}Q${at(48.6, upper + 0.4 - lid * 0.3)} ${at(55, 53.6)}`,
    lid: `M${at(43.5, 54.5)}Q${at(49, crease)} ${at(55, 54)}Q${at(49.2, upper)} ${at(43.5, 54.5)}Z`,
    brow:
      `M${at(42.4, outer)}Q${at(47.6, arch - weight * 0.6)} ${at(53.4, inner - weight * 0.5)}` +
      `Q${at(54.7, inner - weight * 0.1)} ${at(53.9, inner + weight * 0.38)}` +
      `Q${at(48, arch + weight * 0.75)} ${at(42.4, outer)}Z`,
  }
}
