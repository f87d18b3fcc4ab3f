import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir, open, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { close, listen } from './listen.ts'

const lockFile = 'lock'

/**
 * Takes a data folder for this process: PGlite does not notice a second one, which would destroy
 * the data of both. The system itself keeps the lock, for a process that is killed frees nothing and
 * its number soon belongs to somebody else. Containers that share a folder do not see each other's locks.
 *
 * @returns gives the folder back
 * @throws Error when another process has it
 */
export async function lockDataFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true })
  const file = join(folder, lockFile)
  try {
    const release = await (hasNames ? holdName(await realpath(folder)) : holdFile(file))
    // For the sentence below only.
    await writeFile(file, String(process.pid))
    return release
  } catch (error) {
    if (!isHeld(error)) throw error
    // Whoever was quicker by a moment has not written it yet.
    const owner = await readFile(file, 'utf8').catch(() => 'unknown')
    throw new Error(`Visavis (process ${owner}) already runs on ${folder}; end it first.`, {
      cause: error,
    })
  }
}

/** Removes all data from a folder that this process has taken. */
export async function emptyDataFolder(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name !== lockFile)
  await Promise.all(names.map((name) => rm(join(folder, name), { recursive: true })))
}

/** Linux and Windows have names for sockets that are no files and end with their process. */
const hasNames = process.platform === 'linux' || process.platform === 'win32'

/** As many letters as Linux has room for: Node 20 fills a shorter name up with zeros, Node 24 does not. */
const nameLength = 107

async function holdName(folder: string): Promise<() => Promise<void>> {
  const hash = createHash('sha512').update(folder).digest('hex')
  const name = `visavis-${hash}`.slice(0, nameLength)
  const path = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : `\0${name}`
  const server = createServer((socket) => socket.destroy())
  await listen(server, { path })
  server.unref()
  return () => close(server)
}

/** `O_EXLOCK` of macOS and the BSDs, which Node does not name: opening locks the file. */
const exclusively = 0x20

async function holdFile(file: string): Promise<() => Promise<void>> {
  const { O_RDWR, O_CREAT, O_NONBLOCK } = constants
  const handle = await open(file, O_RDWR | O_CREAT | O_NONBLOCK | exclusively)
  return () => handle.close()
}

function isHeld(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['EADDRINUSE', 'EAGAIN'].includes(String(error.code))
  )
}
