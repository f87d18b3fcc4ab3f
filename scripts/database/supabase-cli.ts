import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export type CliResult = { code: number; stdout: string; stderr: string }

export type CliOptions = {
  /** The folder that holds `supabase/`. @defaultValue the project's own */
  folder?: string
  /** What it finds in its environment besides ours. */
  environment?: Record<string, string>
}

const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Runs the project's own Supabase CLI against a database of ours, or whatever it is pointed to; it sends
 * no telemetry and has no terminal to ask on.
 */
export function runSupabaseCli(
  parameters: readonly string[],
  { folder = root, environment = {} }: CliOptions = {},
): Promise<CliResult> {
  const program = `${root}node_modules/.bin/supabase`
  const env = {
    ...process.env,
    SUPABASE_TELEMETRY_DISABLED: '1',
    PGSSLMODE: 'disable',
    NO_COLOR: '1',
    ...environment,
  }
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, env, maxBuffer: 16 * 1024 * 1024 }
    execFile(program, parameters, options, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(new Error(error.message))
      else resolve({ code: Number(error?.code ?? 0), stdout, stderr })
    })
  })
}
