import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { denoConfigFlags, denoEnvironment, denoExecutable } from '../../stack/functions/deno.ts'

export type Relay = { url: string; processId: number; stop(): Promise<void> }

export type RelayKind =
  /** Asks with `fetch` and passes the stream on. */
  | 'bare'
  /** Reads the stream as well, and does nothing with it. */
  | 'reading'
  /** Asks with the SDK of the chat function and passes the stream on. */
  | 'sdk'
  /** Has the SDK read the stream as well, as its own example of a proxy does. */
  | 'sdk-reading'

/** Starts a pass-through in the Deno that functions run in. */
export async function startRelay(upstreamUrl: string, kind: RelayKind = 'bare'): Promise<Relay> {
  const hasSdk = kind === 'sdk' || kind === 'sdk-reading'
  const file = hasSdk ? './sdk-relay.ts' : './relay.ts'
  const script = fileURLToPath(new URL(file, import.meta.url))
  const config = hasSdk ? denoConfigFlags('chat') : ['--no-config']
  const child = spawn(
    denoExecutable(),
    ['run', ...config, '--no-prompt', '--allow-net', '--allow-env', script],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...denoEnvironment(),
        UPSTREAM_URL: upstreamUrl,
        RELAY_KIND: kind,
        DENO_SERVE_ADDRESS: 'tcp:127.0.0.1:0',
      },
    },
  )
  const ended = once(child, 'exit')
  const port = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        const found = /http:\/\/127\.0\.0\.1:(\d+)/u.exec(line)?.[1]
        if (found !== undefined) resolve(found)
      })
    }
    child.once('close', () => reject(new Error('The relay ended before it listened')))
  })
  return {
    url: `http://127.0.0.1:${port}/`,
    processId: child.pid ?? 0,
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
