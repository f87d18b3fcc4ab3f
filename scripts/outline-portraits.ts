import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createPortrait } from '../widget/src/avatars/portraits/portrait.ts'

/**
 * `npx tsx scripts/outline-portraits.ts` draws the portraits that come with the script tag once and
 * for all, into `resting-outlines.ts`; needed when a look or the drawing has changed.
 */
const names = ['eva', 'nora']
const target = fileURLToPath(
  new URL('../widget/src/avatars/portraits/resting-outlines.ts', import.meta.url),
)

/** As much of a node as the drawing asks for. */
class Node {
  readonly children: Node[] = []
  readonly attributes: Record<string, string> = {}

  setAttribute(name: string, value: string): void {
    this.attributes[name] = value
  }

  append(child: Node): void {
    this.children.push(child)
  }
}

/** All paths of a drawing with the turn, in degrees, of the group that each is in. */
function pathsOf(node: Node, turn = '0'): { path: Node; turn: string }[] {
  return node.children.flatMap((child) => {
    if (child.attributes['d'] !== undefined) return [{ path: child, turn }]
    const own = /rotate\((\S+)/u.exec(child.attributes['transform'] ?? '')?.[1] ?? '0'
    return pathsOf(child, own === '0' ? turn : own)
  })
}

async function outline(name: string): Promise<string> {
  const document = { createElementNS: () => new Node() }
  const paths = pathsOf((await createPortrait(name, document as never)) as never)
  const lines = paths.map(({ path, turn }) => {
    const { d, fill, stroke, opacity, ...others } = path.attributes
    const fields = [
      d,
      fill ?? stroke,
      opacity === '1' ? '' : opacity?.replace(/^0/u, ''),
      others['stroke-width'],
    ]
    const tilt = turn === '0' ? '' : `rotate(${turn} 60 92)`
    return [...fields, tilt].join('|').replace(/\|+$/u, '')
  })
  return `  ${name}: \`${lines.join('\n')}\`,\n`
}

await writeFile(
  target,
  `/**
 * The resting portraits, written by \`scripts/outline-portraits.ts\`: a line for each path, with
 * its colour, opacity, stroke width and tilt.
 */
export const restingOutlines = {
${(await Promise.all(names.map(outline))).join('')}}
`,
)
