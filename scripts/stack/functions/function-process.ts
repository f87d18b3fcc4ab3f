import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { denoConfigFlags, denoEnvironment, denoExecutable } from './deno.ts'

export type FunctionProcessOptions = {
  name: string
  /** The folder of functions, with a slash at its end. */
  directory: string
  /** What the function reads through `Deno.env`, and nothing else of ours. */
  environment: Record<string, string>
  /** Receives each line the function prints. */
  log: (line: string) => void
}

/** One function in a Deno of its own. */
export type FunctionProcess = {
  processId: number
  /** The port it chose, once it listens; rejects with its first complaint when it ends before that. */
  port: Promise<number>
  /** Resolves when the process is gone, for whatever reason. */
  ended: Promise<void>
  /** Tells the function that its time is nearly over. */
  retire(): void
  stop(): Promise<void>
}

const bootstrap = fileURLToPath(new URL('./bootstrap.ts', import.meta.url))
const announcement = /^Listening on http:\/\/127\.0\.0\.1:(\d+)\//u

/** How Deno begins to say why it ends. */
const denoError = /^error: (?:Uncaught )?(?:\(in promise\) )?(.+)$/u

/** Long enough to download a function's packages the first time. */
const startTimeoutMs = 120_000

export function startFunctionProcess(options: FunctionProcessOptions): FunctionProcess {
  const child = spawn(
    denoExecutable(),
    [
      'run',
      ...denoConfigFlags(options.name, options.directory),
      '--no-prompt',
      '--allow-net',
      '--allow-env',
      '--preload',
      bootstrap,
      `${options.directory}${options.name}/index.ts`,
    ],
    {
      cwd: options.directory,
      // Ctrl-C reaches the stack, which ends its children itself, in order.
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        ...denoEnvironment(),
        ...options.environment,
        DENO_SERVE_ADDRESS: 'tcp:127.0.0.1:0',
      },
    },
  )
  // The pipe breaks when the function ends first, which is no news here.
  child.stdin.on('error', () => undefined)
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  return {
    processId: child.pid ?? 0,
    port: waitForPort(child, options),
    ended,
    retire: () => void child.stdin.write('\n'),
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

function waitForPort(child: ChildProcess, { log }: FunctionProcessOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    let complaint: string | undefined
    const timer = setTimeout(() => {
      complaint ??= `it did not listen within ${startTimeoutMs / 1000} s`
      child.kill('SIGKILL')
    }, startTimeoutMs)
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue
      createInterface({ input: stream }).on('line', (line) => {
        const port = announcement.exec(line)?.[1]
        if (port !== undefined) {
          clearTimeout(timer)
          resolve(Number(port))
          return
        }
        complaint ??= denoError.exec(line)?.[1]
        log(line)
      })
    }
    child.once('error', reject)
    child.once('close', (exitCode, signal) => {
      clearTimeout(timer)
      reject(new Error(complaint ?? `it ended with ${signal ?? exitCode} before it listened`))
    })
  })
}
