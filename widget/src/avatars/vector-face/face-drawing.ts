import type { Look } from '../portraits/look.ts'
import type { MouthOutlines } from './mouth-outlines.ts'

const ink = '#33202a'
const throat = '#4a1a24'
const enamel = '#f8f2e8'
const flesh = '#c4646a'

export type Side = 'left' | 'right'

/** The nodes of one drawn eye that move. */
export type EyeNodes = {
  readonly clip: SVGElement
  readonly iris: SVGElement
  readonly lid: SVGElement
  readonly lash: SVGElement
  readonly brow: SVGElement
}

export type MouthNodes = Record<'group' | 'clip' | keyof Omit<MouthOutlines, 'drop'>, SVGElement>

/** A face, and whatever of it moves. */
export type FaceDrawing = {
  readonly root: SVGSVGElement
  readonly hairBehind: SVGElement
  readonly body: SVGElement
  readonly head: SVGElement
  /** Eyes, nose and mouth: they go farther than the head's outline when it turns. */
  readonly features: SVGElement
  readonly hair: SVGElement
  readonly glasses: SVGElement
  readonly beard: SVGElement
  readonly face: SVGElement
  readonly farCheek: SVGElement
  readonly eyes: Record<Side, EyeNodes>
  readonly mouth: MouthNodes
}

/** Ids are the document's, or the shadow root's; every face brings its own. */
let faces = 0

/** The outline of a head whose chin has come down by `drop`. */
export function outlineHead(look: Look, drop: number): { face: string; farCheek: string } {
  const [cheek, jaw, bottom] = look.face
  const chin = Math.round((bottom + drop) * 100) / 100
  const left = 60 - cheek
  const right = 60 + cheek
  const far = `C${right} ${chin - 18} ${59 + jaw} ${chin} 59 ${chin}C`
  return {
    face: `M${left} 48C${left} 18 ${right} 18 ${right} 48${far}${59 - jaw} ${chin} ${left} ${chin - 18} ${left} 48Z`,
    farCheek: `M${right - 4} 30Q${right} 38 ${right} 48${far}${right - 8} ${chin - 10} ${right - 5} 66 ${right - 8} 38Z`,
  }
}

/**
 * Draws a look large, 4:3, for a face that lives: the same head and shoulders as `drawPortrait`,
 * with what only a large face needs. Presentation attributes only, node by node: nothing for a
 * strict CSP or Trusted Types to object to. What lies outside the frame is drawn on, so that a
 * stage of any proportions is filled.
 */
export function drawFace(look: Look, document = globalThis.document): FaceDrawing {
  const { skin, hair, cloth, trim, living } = look
  const [cheek] = look.face
  const id = `visavis-face-${(faces += 1)}`

  const element = <Tag extends 'svg' | 'g' | 'path' | 'clipPath'>(
    tag: Tag,
    attributes: Record<string, string | number>,
  ) => {
    const node = document.createElementNS('http://www.w3.org/2000/svg', tag)
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, `${value}`)
    return node
  }
  const root = element('svg', {
    viewBox: '8 4 104 108',
    width: '100%',
    height: '100%',
    display: 'block',
    fill: 'none',
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    'aria-hidden': 'true',
  })
  let group: SVGElement = root
  const part = (name: string, parent: SVGElement) => {
    group = element('g', { 'data-part': name })
    parent.append(group)
    return group
  }
  const fill = (d = '', color: string, opacity = 1) => {
    const node = element('path', { d, fill: color, ...(opacity < 1 && { opacity }) })
    group.append(node)
    return node
  }
  const line = (d: string | undefined, color: string, width: number, opacity = 1) => {
    const node = element('path', {
      d: d ?? '',
      stroke: color,
      'stroke-width': width,
      ...(opacity < 1 && { opacity }),
    })
    if (d !== undefined) group.append(node)
    return node
  }
  const clip = (name: string) => {
    const path = element('path', {})
    const holder = element('clipPath', { id: `${id}-${name}` })
    holder.append(path)
    root.append(holder)
    return { path, url: `url(#${id}-${name})` }
  }

  // In a dark room the wall is darker, too; a browser that does not know how leaves it as it is.
  const { backdrop } = look
  const wall = fill('M-600-600H720V720H-600Z', backdrop)
  wall.style.fill = `light-dark(${backdrop}, color-mix(in oklab, ${backdrop} 36%, #17181e))`
  const light = line('M34 40h0', '#fff', 124, 0.25)
  light.style.stroke = 'light-dark(#fff, #ffffff70)'

  const hairBehind = part('hair', root)
  fill(look.hairBehind, hair)
  line(living.strandsBehind, ink, 0.9, 0.22)

  const body = part('body', root)
  fill('M46 70H74L76 94L60 112L44 94Z', skin)
  fill('M46 78C54 92 66 92 74 78L76 94C68 100 56 100 47 90Z', ink, 0.2)
  if (look.shirt) fill(look.shirt, trim)
  fill(
    look.shirt
      ? 'M-8 720L4 122C8 102 30 99 44 92L60 122V720ZM76 92C92 98 112 102 116 122L128 720H60V122Z'
      : 'M-8 720L4 122C8 102 30 99 44 92Q60 104 76 92C92 98 112 102 116 122L128 720Z',
    cloth,
  )
  fill('M82.9 94.5C97.3 99.4 112.6 104.8 116 122L128 720H84C78 150 96 112 82.9 94.5Z', ink, 0.16)
  fill('M4 122C8 102 30 99 44 92C36 99 18 103 13 122L4 720H-8Z', '#fff', 0.1)
  if (look.collar) fill(look.collar, trim)
  line(living.seams, ink, 0.9, 0.24)

  const head = part('head', root)
  line(look.earrings, trim, 7)
  line(`M${61 - cheek} 57v0M${59 + cheek} 57v0`, skin, 11)
  line(`M${58.6 - cheek} 54.5q-1.6 2 .8 5M${61.4 + cheek} 54.5q1.6 2-.8 5`, ink, 0.9, 0.25)
  const outline = outlineHead(look, 0)
  const face = fill(outline.face, skin)
  const beard = part('beard', head)
  if (look.beard) fill(look.beard, hair)
  line(living.beardStrands, ink, 0.9, 0.13)
  group = head
  const farCheek = fill(outline.farCheek, ink, 0.12)

  const features = part('features', head)
  if (!look.beard) line('M44.5 66.4h2.4M72.4 66.4h2', look.lips, 7.6, 0.12)
  line(living.marks, look.lips, 0.9, 0.4)
  fill('M60 50C60 58 54.5 62 55 65C57 67.5 62 68 65 64.5C62 62 61 58 60 50Z', ink, 0.16)
  line('M57.2 65.3q.8-.6 1.7 0M61.7 65.1q.8-.6 1.6-.1', ink, 0.9, 0.35)
  line('M58.4 57Q57.4 60.4 56.6 62.4', '#fff', 1.2, 0.13)
  line(look.creases, ink, 1, 0.26)

  const mouthGroup = part('mouth', features)
  const mouthClip = clip('mouth')
  const shade = line('', ink, 1.5, 0.12)
  const opening = fill('', throat)
  group = element('g', { 'clip-path': mouthClip.url })
  mouthGroup.append(group)
  const lowerTeeth = fill('', enamel, 0.85)
  const upperTeeth = fill('', enamel)
  const tongue = fill('', flesh)
  group = mouthGroup
  const lowerLip = fill('', look.lips, 0.7)
  const upperLip = line('', look.lips, 0.6)
  upperLip.setAttribute('fill', look.lips)
  const mouth = {
    group: mouthGroup,
    opening,
    clip: mouthClip.path,
    upperTeeth,
    lowerTeeth,
    tongue,
    upperLip,
    lowerLip,
    shade,
  }

  const eyesPart = part('eyes', features)
  const eye = (side: Side): EyeNodes => {
    const x = side === 'left' ? 49.4 : 71.4
    const own = clip(side)
    group = element('g', { 'clip-path': own.url })
    eyesPart.append(group)
    fill('M40 44H80V62H40Z', '#fff', 0.9)
    const socket = group
    const iris = part('gaze', socket)
    line(`M${x} 54h0`, ink, 6.8)
    line(`M${x} 54h0`, living.iris, 5.4)
    line(`M${x} 54h0`, ink, 3.2)
    line(`M${x - 1.1} 52.7h0`, '#fff', 1.8)
    line(`M${x + 1.3} 55.4h0`, '#fff', 0.8, 0.5)
    group = eyesPart
    const lid = fill('', ink, 0.16)
    const lash = line('', ink, 1.5)
    const brow = line('', hair, 0.8)
    brow.setAttribute('fill', hair)
    return { clip: own.path, iris, lid, lash, brow }
  }
  const eyes = { left: eye('left'), right: eye('right') }

  const hairGroup = part('hair', head)
  fill(look.hairInFront, hair)
  if (look.hat) fill(look.hat, trim)
  line(living.strands, ink, 0.9, 0.22)
  line(living.sheen, '#fff', 0.9, 0.1)
  fill(look.hairLight, '#fff', 0.16)
  const glasses = part('glasses', head)
  line(look.glasses, ink, 1.5)
  return {
    root,
    hairBehind,
    body,
    head,
    features,
    hair: hairGroup,
    glasses,
    beard,
    face,
    farCheek,
    eyes,
    mouth,
  }
}
