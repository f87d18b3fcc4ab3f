import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'

/** What a developer has set in `.env` or in the shell; the shell wins, with nothing, too. */
export type Settings = {
  databaseUrl: string | undefined
  /** For functions: everything `.env.example` names, but the database, which they never see. */
  environment: Record<string, string>
}

const root = new URL('../../', import.meta.url)

/** Whatever `.env.example` names. */
export function settingNames(): string[] {
  return [...read('.env.example').matchAll(/^#? ?([A-Z][A-Z0-9_]*)=/gmu)].map(
    ([, name]) => name ?? '',
  )
}

export function readSettings(): Settings {
  const shell = settingNames().flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  const settings = { ...parseEnv(read('.env')), ...Object.fromEntries(shell) }
  const set = Object.entries(settings).filter((entry): entry is [string, string] => !!entry[1])
  const { DATABASE_URL: databaseUrl, ...environment } = Object.fromEntries(set)
  return { databaseUrl, environment }
}

/** Windows begins a text with a mark of how it is written, and PowerShell writes UTF-16. */
function read(name: string): string {
  const file = fileURLToPath(new URL(name, root))
  if (!existsSync(file)) return ''
  const bytes = readFileSync(file)
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes)
}
