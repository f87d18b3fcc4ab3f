import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateApiKey } from '@supabase/lite'

/** What a Supabase project hands out; made once per data folder, so that sessions outlive a restart. */
export type StackKeys = {
  /** For browsers: `sb_publishable_…`. */
  publishableKey: string
  /** For servers only: `sb_secret_…`. */
  secretKey: string
  /** Signs visitors' tokens (HS256). */
  jwtSecret: string
}

/** Reads the keys of a data folder, or makes them; the file is readable by its owner only. */
export async function readOrCreateKeys(folder: string): Promise<StackKeys> {
  const file = join(folder, 'keys.json')
  try {
    return JSON.parse(await readFile(file, 'utf8')) as StackKeys
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  const [publishable, secret] = await Promise.all([
    generateApiKey('publishable'),
    generateApiKey('secret'),
  ])
  const keys: StackKeys = {
    publishableKey: publishable.key,
    secretKey: secret.key,
    jwtSecret: randomBytes(32).toString('base64url'),
  }
  await mkdir(folder, { recursive: true })
  await writeFile(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
  return keys
}
