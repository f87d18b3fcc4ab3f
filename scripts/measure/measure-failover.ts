import { fileURLToPath } from 'node:url'
import {
  denoConfigFlags,
  denoEnvironment,
  denoExecutable,
  functionsDirectory,
} from '../stack/functions/deno.ts'
import { runCommand } from '../testing/run-command.ts'

/**
 * How long a visitor waits for the first visible character when the first model, or the first two,
 * only keep their connections alive, and what becomes of every fault in every dialect; over real
 * sockets, in the Deno and with the import map of the chat function.
 */
export async function measure(): Promise<object> {
  const script = fileURLToPath(new URL('./failover/measure-router.ts', import.meta.url))
  let output = ''
  const exitCode = await runCommand(
    denoExecutable(),
    [
      'run',
      ...denoConfigFlags('chat'),
      '--no-check',
      '--no-prompt',
      '--allow-net',
      '--allow-env',
      `--allow-read=${functionsDirectory}`,
      script,
    ],
    {
      environment: denoEnvironment(),
      onlyThisEnvironment: true,
      onOutput: (text) => (output += text),
    },
  )
  if (exitCode !== 0) throw new Error('The measurement ended badly')
  return JSON.parse(output) as object
}
