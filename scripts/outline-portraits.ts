import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createPortrait } from '../widget/src/avatars/portrait.ts'

/**
 * `npx tsx scripts/outline-portraits.ts` draws the portraits that come with the script tag once and
 * for all, into `resting-outlines.ts`; needed when a look or the drawing has changed.
 */
const names = ['eva', 'nora']
const target = fileURLToPath(new URL('../widget/src/avatars/resting-outlines.ts', import.meta.url))

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
  const tilt = paths.find(({ turn }) => turn !== '0')?.turn ?? '0'
  const lines = paths.map(({ path, turn }) => {
    const { d, fill, stroke, opacity, ...others } = path.attributes
    const fields = [d, fill ?? stroke, opacity === '1' ? '' : opacity, others['stroke-width']]
    return [...fields, turn === '0' ? '' : 1].join('|').replace(/\|+$/u, '')
  })
  return `  ${name}: \`${[tilt, ...lines].join('\n')}\`,\n`
}

await writeFile(
  target,
  `/**
 * The resting portraits, written by \`scripts/outline-portraits.ts\`: in the first line the tilt of
 * the head in degrees, in the others path, colour, opacity, stroke width and whether it tilts.
 */
export const restingOutlines = {
${(await Promise.all(names.map(outline))).join('')}}
`,
)
