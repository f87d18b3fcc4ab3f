import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { denoConfigFlags, denoEnvironment, denoExecutable } from '../stack/functions/deno.ts'

/**
 * How long a visitor waits for the first visible character when the first model, or the first two,
 * only keep their connections alive, and what becomes of every fault in every dialect; over real
 * sockets, in the Deno and with the import map of the chat function.
 */
export async function measure(): Promise<object> {
  const script = fileURLToPath(new URL('./failover/measure-router.ts', import.meta.url))
  const permissions = ['--allow-net', '--allow-env']
  const { stdout } = await promisify(execFile)(
    denoExecutable(),
    ['run', ...denoConfigFlags('chat'), '--no-check', '--no-prompt', ...permissions, script],
    { env: denoEnvironment() },
  )
  return JSON.parse(stdout) as object
}
