/** Whether a voice goes with a woman's face, or with a man's. */
export type Timbre = 'high' | 'low'

const low = new Set(['viktor', 'tikhon'])

/** What goes with a portrait of the family; one that is not known is drawn as Eva. */
export function timbreOfPortrait(portrait: string): Timbre {
  return low.has(portrait) ? 'low' : 'high'
}
