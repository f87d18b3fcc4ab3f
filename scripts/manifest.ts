// `npm run manifest` writes widget/custom-elements.json from the elements' sources; with `--check` it
// only tells whether the file is stale.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from './testing/run-command.ts'

const file = 'widget/custom-elements.json'

const fresh = await analyze()
const committed = await readFile(file, 'utf8').catch(() => '')
if (fresh !== committed) {
  if (process.argv.includes('--check')) {
    console.error(`${file} is stale: npm run manifest`)
    process.exitCode = 1
  } else {
    await writeFile(file, fresh)
  }
}

/** The analyzer reads files in whatever order the disk gives them; ours does not change. */
async function analyze(): Promise<string> {
  await mkdir('.local', { recursive: true })
  const folder = await mkdtemp('.local/manifest-')
  try {
    const analyzer = 'node_modules/@custom-elements-manifest/analyzer/cem.js'
    const exitCode = await runCommand(process.execPath, [
      analyzer,
      ...['analyze', '--quiet', '--outdir', folder],
    ])
    if (exitCode !== 0) throw new Error('The custom elements analyzer failed')
    const manifest = JSON.parse(await readFile(join(folder, 'custom-elements.json'), 'utf8')) as {
      modules: { path: string }[]
    }
    manifest.modules.sort((first, second) => (first.path < second.path ? -1 : 1))
    return `${JSON.stringify(manifest, null, 2)}\n`
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
