import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Takes a data folder for this process: PGlite does not notice a second one, which would destroy
 * the data of both.
 *
 * @returns gives the folder back
 * @throws Error when a living process has it
 */
export async function lockDataFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'lock')
  const owner = await readOwner(file)
  if (owner !== undefined && isAlive(owner)) {
    throw new Error(`Process ${owner} already runs on ${folder}; end it first (or remove ${file}).`)
  }
  await writeFile(file, String(process.pid))
  return () => rm(file, { force: true })
}

async function readOwner(file: string): Promise<number | undefined> {
  try {
    return Number(await readFile(file, 'utf8')) || undefined
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
