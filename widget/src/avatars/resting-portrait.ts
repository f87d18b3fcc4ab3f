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
  const element = (tag: 'svg' | 'path', attributes: Record<string, string>) => {
    const node = document.createElementNS('http://www.w3.org/2000/svg', tag)
    for (const key in attributes) if (attributes[key]) node.setAttribute(key, attributes[key])
    return node
  }
  const root = element('svg', {
    viewBox: '8 5 104 104',
    fill: 'none',
    'stroke-linecap': 'round',
    'aria-hidden': 'true',
  })
  const [tilt, ...outlines] = restingOutlines[name].split('\n')
  for (const outline of outlines) {
    const [d = '', color = '', opacity = '', width = '', tilts] = outline.split('|')
    root.append(
      element('path', {
        d,
        [width ? 'stroke' : 'fill']: color,
        opacity,
        'stroke-width': width,
        transform: tilts ? `rotate(${tilt} 60 92)` : '',
      }),
    )
  }
  return root as SVGSVGElement
}
