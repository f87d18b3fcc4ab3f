import { cpSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { localFolder } from '../stack/local-folder.ts'
import { type Stack, type StackOptions, startStack } from '../stack/stack.ts'

/**
 * Starts a stack on empty data that goes with it. PGlite takes longer to make a database than all the
 * rest of a start together, so that one is made on this machine and copied.
 */
export async function startTestStack(options: Omit<StackOptions, 'dataDir'> = {}): Promise<Stack> {
  if (options.databaseUrl) return startStack(options)
  const dataDir = await mkdtemp(join(tmpdir(), 'visavis-'))
  const removeData = () => rm(dataDir, { recursive: true, force: true })
  try {
    // A thousand small files: one by one that takes half as long.
    cpSync(await newDatabase(), join(dataDir, 'postgres'), { recursive: true })
    const stack = await startStack({ ...options, dataDir })
    return { ...stack, close: () => stack.close().finally(removeData) }
  } catch (error) {
    await removeData()
    throw error
  }
}

/** Folder of a database as this version of PGlite makes it, with nothing in it yet. */
async function newDatabase(): Promise<string> {
  const folder = join(localFolder, `pglite-${await pgliteVersion()}`)
  if (await isThere(folder)) return folder
  await mkdir(localFolder, { recursive: true })
  const unfinished = await mkdtemp(`${folder}-`)
  const database = await PGlite.create(unfinished)
  await database.close()
  await rename(unfinished, folder).catch(async (error: unknown) => {
    // Somebody else was quicker.
    await rm(unfinished, { recursive: true })
    if (!(await isThere(folder))) throw error
  })
  return folder
}

async function pgliteVersion(): Promise<string> {
  const file = new URL('../../node_modules/@electric-sql/pglite/package.json', import.meta.url)
  const { version } = JSON.parse(await readFile(fileURLToPath(file), 'utf8')) as { version: string }
  return version
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )
