import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The files under a folder whose names end in `suffix`, in a stable order; none without the folder. */
export function findFiles(folder: string, suffix: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(suffix))
    .map((path) => join(folder, path))
    .sort()
}
