// Functions as they deploy: each is checked by Deno with its own import map. From the root, Deno
// would resolve bare names through package.json, and an entry missing from the map would pass unseen.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  denoConfigFlags,
  denoEnvironment,
  denoExecutable,
  functionNames,
  functionsDirectory,
} from './stack/functions/deno.ts'
import { findFiles } from './testing/find-files.ts'
import { runCommand } from './testing/run-command.ts'

type ImportMap = { imports?: Record<string, string> }
type Package = { dependencies?: Record<string, string>; devDependencies?: Record<string, string> }

let failed = false
for (const name of functionNames()) {
  // Tests put all functions together, which none of them has to be able to resolve.
  const files = findFiles(join(functionsDirectory, name), '.ts').filter(
    (file) => !file.endsWith('.test.ts'),
  )
  const exitCode = await runCommand(
    denoExecutable(),
    ['check', ...denoConfigFlags(name), '--quiet', ...files],
    { environment: denoEnvironment() },
  )
  if (exitCode !== 0) failed = true
}

const { dependencies, devDependencies } = JSON.parse(
  await readFile('package.json', 'utf8'),
) as Package
const wanted: Record<string, string> = { ...dependencies, ...devDependencies }
for (const name of functionNames()) {
  const map = JSON.parse(
    await readFile(join(functionsDirectory, name, 'deno.json'), 'utf8'),
  ) as ImportMap
  for (const target of Object.values(map.imports ?? {})) {
    const problem = differenceFrom(target)
    if (problem === undefined) continue
    console.error(`supabase/functions/${name}/deno.json: ${problem}`)
    failed = true
  }
}
process.exit(failed ? 1 : 0)

/** What is wrong with an import map's target, measured by package.json. */
function differenceFrom(target: string): string | undefined {
  const [, name = '', version = ''] = /^npm:\/?((?:@[^/]+\/)?[^@/]+)@([^/]+)/u.exec(target) ?? []
  if (name === '') return `${target} is not an npm package with a version`
  if (wanted[name] === undefined) return `${name} is missing from package.json`
  return wanted[name] === version ? undefined : `${name} is ${version}, not ${wanted[name]}`
}
