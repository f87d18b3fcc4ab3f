import { restingOutlines } from './resting-outlines.ts'

export type RestingName = keyof typeof restingOutlines

/** Whether a portrait of this name comes with the launcher. */
export function isResting(name: string): name is RestingName {
  return Object.hasOwn(restingOutlines, name)
}

/**
 * The portraits that a launcher can wear before anything is loaded: drawn already, as outlines, so
 * that the script tag carries neither the looks nor what draws them. They look as `createPortrait`
 * draws them, without its parts.
 */
export function createRestingPortrait(name: RestingName): SVGSVGElement {
  const element = (tag: 'svg' | 'path', names: string, values: readonly string[]) => {
    const node = document.createElementNS('http://www.w3.org/2000/svg', tag)
    names.split(' ').forEach((name, place) => {
      const value = values[place]
      if (value) node.setAttribute(name, value)
    })
    return node
  }
  const frame = ['8 5 104 104', 'none', 'round', 'true']
  const root = element('svg', 'viewBox fill stroke-linecap aria-hidden', frame)
  for (const outline of restingOutlines[name].split('\n')) {
    const values = outline.split('|')
    const paint = values[3] ? 'stroke' : 'fill'
    root.append(element('path', `d ${paint} opacity stroke-width transform`, values))
  }
  return root as SVGSVGElement
}
