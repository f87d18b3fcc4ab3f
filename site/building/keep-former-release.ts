import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/** Which files of a folder belong to the release in it and to the one before. */
type Releases = { readonly current: readonly string[]; readonly former: readonly string[] }

const list = 'releases.json'

/**
 * Leaves the former release's files beside those of the new one: pages that are open load the rest of
 * theirs from there. What is older goes. Wants `emptyOutDir: false`.
 */
export function keepFormerRelease(): Plugin {
  let folder = ''
  let publicFolder = ''
  let before: Releases = { current: [], former: [] }
  return {
    name: 'visavis:keep-former-release',
    apply: 'build',
    configResolved({ root, build, publicDir }) {
      folder = join(root, build.outDir)
      publicFolder = publicDir
      const path = join(folder, list)
      if (existsSync(path)) before = JSON.parse(readFileSync(path, 'utf8')) as Releases
    },
    writeBundle(_options, bundle) {
      const current = [...new Set([...Object.keys(bundle), ...filesIn(publicFolder)])].sort()
      // The same release once more does not take the former one away.
      const isSame = current.join() === before.current.join()
      const former = isSame ? before.former : before.current
      const kept = new Set([...current, ...former, list])
      for (const file of filesIn(folder)) if (!kept.has(file)) rmSync(join(folder, file))
      writeFileSync(join(folder, list), JSON.stringify({ current, former } satisfies Releases))
    },
  }
}

/** The paths of all files below a folder, from there. */
function filesIn(folder: string): string[] {
  if (folder === '' || !existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(folder.length)
        .replace(/^[\\/]/u, ''),
    )
    .map((path) => path.replaceAll('\\', '/'))
}
