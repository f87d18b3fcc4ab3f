import { loadLook } from './looks.ts'
import { drawPortrait } from './portrait-drawing.ts'

/**
 * The still portrait of a character: the look of that name, or Eva's where the family has none.
 * It is hidden from assistive technology, since the name always stands beside it.
 */
export async function createPortrait(
  name: string,
  document = globalThis.document,
): Promise<SVGSVGElement> {
  return drawPortrait(await loadLook(name), document)
}
