import type { Look } from './look.ts'

const ink = '#33202a'

/**
 * Draws head and shoulders on a square canvas: flat, in two tones and one light. The parts that a
 * living face will move are groups named by `data-part`: `head`, `brows`, `eyes`, `gaze`, `mouth`.
 * Presentation attributes only, built node by node: nothing for a strict CSP or Trusted Types to
 * object to. The shape is a square; whoever shows it rounds its corners.
 */
export function drawPortrait(look: Look, document = globalThis.document): SVGSVGElement {
  const { skin, hair, cloth, trim, tilt } = look
  const [cheek, jaw, chin] = look.face
  const left = 60 - cheek
  const right = 60 + cheek

  const element = <Tag extends 'svg' | 'g' | 'path'>(
    tag: Tag,
    attributes: Record<string, string | number>,
  ) => {
    const node = document.createElementNS('http://www.w3.org/2000/svg', tag)
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, `${value}`)
    return node
  }
  const root = element('svg', {
    viewBox: '8 5 104 104',
    fill: 'none',
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    'aria-hidden': 'true',
  })
  let group: SVGElement = root
  const part = (name: string, parent: SVGElement, degrees = 0) => {
    group = element('g', { 'data-part': name, transform: `rotate(${degrees} 60 92)` })
    parent.append(group)
    return group
  }
  const fill = (d: string | undefined, color: string, opacity = 1) => {
    if (d) group.append(element('path', { d, fill: color, opacity }))
  }
  const line = (d: string | undefined, color: string, width: number, opacity = 1) => {
    if (d) group.append(element('path', { d, stroke: color, 'stroke-width': width, opacity }))
  }

  fill('M0 0H120V120H0Z', look.backdrop)
  line('M38 44h0', '#fff', 100, 0.25)

  part('hair', root, tilt)
  fill(look.hairBehind, hair)

  part('body', root)
  fill('M46 70H74L76 94L60 112L44 94Z', skin)
  fill('M46 78C54 92 66 92 74 78L76 94C68 100 56 100 47 90Z', ink, 0.2)
  fill(look.shirt, trim)
  fill(
    look.shirt
      ? 'M4 122C8 102 30 99 44 92L60 122ZM76 92C92 98 112 102 116 122H60Z'
      : 'M4 122C8 102 30 99 44 92Q60 104 76 92C92 98 112 102 116 122Z',
    cloth,
  )
  fill('M82.9 94.5C97.3 99.4 112.6 104.8 116 122H84C90 112 88 102 82.9 94.5Z', ink, 0.16)
  fill(look.collar, trim)

  const head = part('head', root, tilt)
  const farCheek = `C${right} ${chin - 18} ${59 + jaw} ${chin} 59 ${chin}C`
  line(look.earrings, trim, 7)
  line(`M${left + 1} 57v0M${right - 1} 57v0`, skin, 11)
  fill(
    `M${left} 48C${left} 18 ${right} 18 ${right} 48${farCheek}${59 - jaw} ${chin} ${left} ${chin - 18} ${left} 48Z`,
    skin,
  )
  fill(look.beard, hair)
  fill(
    `M${right - 4} 30Q${right} 38 ${right} 48${farCheek}${right - 8} ${chin - 10} ${right - 5} 66 ${right - 8} 38Z`,
    ink,
    0.12,
  )
  fill('M60 50C60 58 54.5 62 55 65C57 67.5 62 68 65 64.5C62 62 61 58 60 50Z', ink, 0.16)
  line(look.creases, ink, 1.1, 0.3)

  part('brows', head)
  line('M42.5 46.5q6-4 12-1.5M64.5 45q7-3 13 1.5', hair, look.brow)

  const eyes = part('eyes', head)
  fill(
    'M43.5 54.5Q49 47 55 54Q49.5 59 43.5 54.5ZM65.5 54Q71 47 77 54.5Q71.5 59 65.5 54Z',
    '#fff',
    0.85,
  )
  part('gaze', eyes)
  line('M49.4 54h0M71.4 54h0', ink, 6.6)
  line('M48.4 52.8h0M70.4 52.8h0', '#fff', 1.8)
  group = eyes
  line('M43 54.5Q48.5 47.5 55 53.5M65.5 53.5Q71.5 47.5 77.5 54.5', ink, 1.6)

  part('mouth', head)
  fill('M53 74.5Q60 81 67 74.5Q60 76.5 53 74.5Z', look.lips, 0.7)
  line('M51 73Q60 78 68.5 72.8', look.lips, 1.7)

  group = head
  fill(look.hairInFront, hair)
  fill(look.hat, trim)
  fill(look.hairLight, '#fff', 0.16)
  line(look.glasses, ink, 1.6)
  return root
}
