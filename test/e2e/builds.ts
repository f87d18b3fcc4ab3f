import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type InlineConfig } from 'vite'

/** Stands in the built widget where the address of the API belongs, which each stack has its own of. */
export const apiPlaceholder = 'http://api.invalid'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

const configs = {
  /** The script tag, as it is deployed. */
  widget: { define: { 'import.meta.env.VITE_API_URL': JSON.stringify(apiPlaceholder) } },
  /** `page.js`, what `anam-stage.ts` has its pages run. */
  'anam-page': {
    build: { lib: { entry: path('anam-page.ts'), formats: ['es'], fileName: () => 'page.js' } },
  },
} satisfies Record<string, InlineConfig>

export type BuildName = keyof typeof configs

/** Names the folder in which a run of many files finds what was built for all of them. */
const folderVariable = 'VISAVIS_BUILDS'

/** A folder with what was built. */
export type Build = { readonly folder: string; close(): Promise<void> }

/** What was built for this run; a file that is run alone builds for itself. */
export async function takeBuild(name: BuildName): Promise<Build> {
  const builds = process.env[folderVariable]
  if (builds) return { folder: join(builds, name), close: () => Promise.resolve() }
  const folder = await mkdtemp(join(tmpdir(), 'visavis-build-'))
  await make(name, folder)
  return { folder, close: () => rm(folder, { recursive: true }) }
}

/**
 * Builds all there is for a run of many files.
 *
 * @returns what their environment needs besides
 */
export async function makeBuilds(folder: string): Promise<Record<string, string>> {
  for (const name of Object.keys(configs) as BuildName[]) await make(name, join(folder, name))
  return { [folderVariable]: folder }
}

async function make(name: BuildName, outDir: string): Promise<void> {
  const config: InlineConfig = configs[name]
  await build({
    ...config,
    configFile: path('../../widget/vite.config.ts'),
    build: { ...config.build, outDir, emptyOutDir: true },
    logLevel: 'warn',
  })
}
