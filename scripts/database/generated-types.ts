import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { runSupabaseCli } from './supabase-cli.ts'

const file = fileURLToPath(
  new URL('../../supabase/functions/_shared/database/database.types.ts', import.meta.url),
)

/** The types of the schema `public` as the Supabase CLI writes them, formatted as our code is. */
export async function generateTypes(databaseUrl: string): Promise<string> {
  const { code, stdout, stderr } = await runSupabaseCli([
    ...['gen', 'types', 'typescript'],
    ...[`--remote=${databaseUrl}`, '--schema', 'public'],
  ])
  // What the CLI says about its connection may stand before the types.
  const start = stdout.indexOf('export type Json')
  if (code !== 0 || start < 0) throw new Error(`supabase gen types ended with ${code}: ${stderr}`)
  return format(stdout.slice(start), { ...(await resolveConfig(file)), parser: 'typescript' })
}

export async function readCommittedTypes(): Promise<string> {
  return readFile(file, 'utf8').catch(() => '')
}

export async function writeTypes(types: string): Promise<void> {
  await writeFile(file, types)
}
