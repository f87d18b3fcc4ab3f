import { looks } from './looks.ts'
import { drawPortrait } from './portrait-drawing.ts'

/**
 * The still portrait of a character: the look of that name, or Eva's where the family has none.
 * It is hidden from assistive technology, since the name always stands beside it.
 */
export function createPortrait(name: string, document = globalThis.document): SVGSVGElement {
  const look = Object.hasOwn(looks, name) ? looks[name as keyof typeof looks] : looks.eva
  return drawPortrait(look, document)
}
