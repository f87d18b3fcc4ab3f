// `npm run public` writes widget/public.txt, the list of all that pages and clients may rely on: tags,
// attributes, properties, methods, events, slots, parts and CSS properties from the manifest, and every
// shape of the wire. With `--check` it only tells whether the file is stale, so that a rename is seen.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { elementLines, type Manifest } from './public/elements.ts'
import { wireLines } from './public/wire.ts'

const file = 'widget/public.txt'
const wire = new URL('../supabase/functions/_shared/wire/', import.meta.url)
const panels = ['widget/src/elements/panel/panel.ts', 'widget/src/elements/call/shown-call.ts']

const manifest = JSON.parse(await readFile('widget/custom-elements.json', 'utf8')) as Manifest
const names = (await readdir(wire)).filter((name) => /(?<!\.test)\.ts$/u.test(name)).sort()
const modules = await Promise.all(
  names.map((name) => import(new URL(name, wire).href) as Promise<Record<string, unknown>>),
)
const sources = await Promise.all(panels.map((path) => readFile(path, 'utf8')))

const fresh = [...elementLines(manifest, sources), ...wireLines(modules), ''].join('\n')
const committed = await readFile(file, 'utf8').catch(() => '')
if (fresh !== committed) {
  if (process.argv.includes('--check')) {
    console.error(
      `${file} is stale: npm run public, and read what has changed for those who use it`,
    )
    process.exitCode = 1
  } else {
    await writeFile(file, fresh)
  }
}
