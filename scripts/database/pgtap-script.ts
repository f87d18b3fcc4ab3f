import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

const file = 'share/postgresql/extension/pgtap.sql'
const blockBytes = 512

/**
 * pgTAP's functions as a script that makes them in the first schema of the search path, on any
 * engine and without an extension's files on the server. PGlite's package carries it.
 *
 * @throws Error when an upgrade of PGlite has moved it
 */
export async function pgtapScript(): Promise<string> {
  const archive = new URL('pgtap.tar.gz', import.meta.resolve('@electric-sql/pglite'))
  return findInTar(await promisify(gunzip)(await readFile(archive)), file)
}

/** Each file of a tar archive follows a block with its name at 0 and its size, in octal, at 124. */
function findInTar(archive: Buffer, name: string): string {
  const text = (start: number, length: number) =>
    archive.toString('latin1', start, start + length).replace(/\0.*$/su, '')
  for (let header = 0; header + blockBytes <= archive.length;) {
    const bytes = Number.parseInt(text(header + 124, 12), 8) || 0
    const start = header + blockBytes
    if (text(header, 100) === name) return archive.toString('utf8', start, start + bytes)
    header = start + Math.ceil(bytes / blockBytes) * blockBytes
  }
  throw new Error(`There is no ${name} in PGlite's archive`)
}
