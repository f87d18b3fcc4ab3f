import { cpSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { localFolder } from '../stack/local-folder.ts'

/**
 * Puts a database with nothing in it where a stack with this data folder finds it. PGlite takes longer
 * to make one than all the rest of a start together, so it is made once on this machine, and copied.
 */
export async function putNewDatabase(dataDir: string): Promise<void> {
  // A thousand small files, for which the asynchronous one takes twice as long.
  cpSync(await newDatabase(), join(dataDir, 'postgres'), { recursive: true })
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
