import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
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

/**
 * Reads the keys of a data folder, or makes them; the file is readable by its owner only.
 *
 * @throws Error when the file holds something else
 */
export async function readOrCreateKeys(folder: string): Promise<StackKeys> {
  const file = join(folder, 'keys.json')
  if (existsSync(file)) return parseKeys(await readFile(file, 'utf8'), file)
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

function parseKeys(text: string, file: string): StackKeys {
  try {
    const keys = JSON.parse(text) as StackKeys
    const { publishableKey, secretKey, jwtSecret } = keys
    if (publishableKey && secretKey && jwtSecret) return keys
  } catch {
    // What is no JSON holds no keys either.
  }
  throw new Error(`${file} holds no keys. Remove it: new ones are made, and visitors are new ones.`)
}
