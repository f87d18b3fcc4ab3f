/**
 * A look of the portrait family, as data. It holds its colours and the few outlines that are its
 * own (hair, clothes, beard); what all faces share is drawn by `portrait-drawing.ts`, and large by
 * `face-drawing.ts`. Outlines are SVG path data on a 120 × 120 canvas: eyes at y 54, the light
 * falls from the left.
 */
export type Look = {
  backdrop: string
  skin: string
  hair: string
  cloth: string
  /** What is not the main cloth: shirt, roll-neck, hat, earrings. */
  trim: string
  lips: string
  /** Half the width of the face at the cheekbones, half the width of the chin, where it ends. */
  face: readonly [cheek: number, chin: number, bottom: number]
  /** How the head leans, in degrees. */
  tilt: number
  /** Weight of the brows. */
  brow: number
  creases?: string
  hairBehind?: string
  hairInFront: string
  /** Where the light touches the hair or the hat. */
  hairLight: string
  beard?: string
  hat?: string
  /** Worn under a jacket, which then stands open. */
  shirt?: string
  collar?: string
  glasses?: string
  earrings?: string
  living: LivingDetails
}

/**
 * What a large face has and a small portrait can do without: the colour of the eyes, strands
 * of hair, and the lines of the clothes. Strokes, on the portraits' canvas.
 */
export type LivingDetails = {
  iris: string
  /** On the hair that falls behind the shoulders or stands behind the head. */
  strandsBehind?: string
  strands?: string
  /** Strands of hair too dark for shades, in light. */
  sheen?: string
  beardStrands?: string
  seams?: string
  /** Freckles, and the like. */
  marks?: string
}
