import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePort } from '../../database/free-port.ts'

const run = promisify(execFile)
const peersFolder = fileURLToPath(new URL('../../../.local/peers/', import.meta.url))

/** A gateway of somebody else's that is up and passes requests on to the model's server. */
export type Peer = {
  name: string
  /** Of its chat completions. */
  url: string
  headers: Record<string, string>
  stop(): Promise<void>
}

/** One that could not be had here, and why. */
export type MissingPeer = { name: string; reason: string }

type Gateway = {
  /** With its version: every machine measures the same. */
  package: string
  install(folder: string): Promise<void>
  command(place: Place): { program: string; parameters: string[]; environment?: object }
  headers?: (modelUrl: string) => Record<string, string>
  /** Written into its folder before it starts. */
  configuration?: (modelUrl: string) => { file: string; text: string }
}

type Place = { folder: string; port: number }

/**
 * Each is one process with one worker, has nothing but this one model, keeps no logs, and sends
 * nobody statistics; neither knows visitors or stores what is said.
 */
const gateways: Record<string, Gateway> = {
  portkey: {
    package: '@portkey-ai/gateway@1.15.2',
    async install(folder) {
      // Newer servers of that range hand it headers that it cannot add to: every stream ends as 500.
      const overrides = { '@hono/node-server': '1.13.8' }
      await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, overrides }))
      await run('npm', ['install', '--no-save', '--no-audit', '--no-fund', this.package], {
        cwd: folder,
      })
    },
    command: ({ folder, port }) => ({
      program: process.execPath,
      parameters: [
        join(folder, 'node_modules/@portkey-ai/gateway/build/start-server.js'),
        `--port=${port}`,
        '--headless',
      ],
    }),
    headers: (modelUrl) => ({ 'x-portkey-provider': 'openai', 'x-portkey-custom-host': modelUrl }),
  },
  litellm: {
    package: 'litellm[proxy]==1.100.0',
    async install(folder) {
      await run('python3', ['-m', 'venv', join(folder, 'venv')])
      await run(join(folder, 'venv/bin/pip'), ['install', '--quiet', this.package])
    },
    command: ({ folder, port }) => ({
      program: join(folder, 'venv/bin/litellm'),
      parameters: [
        ...['--config', join(folder, 'config.yaml'), '--host', '127.0.0.1', '--port', `${port}`],
        ...['--num_workers', '1', '--telemetry', 'False'],
      ],
      environment: { LITELLM_LOG: 'ERROR', LITELLM_LOCAL_MODEL_COST_MAP: 'True' },
    }),
    configuration: (modelUrl) => ({
      file: 'config.yaml',
      text: JSON.stringify({
        model_list: [
          {
            model_name: 'fake-model',
            litellm_params: { model: 'openai/fake-model', api_base: modelUrl, api_key: 'test' },
          },
        ],
      }),
    }),
  },
}

/** Long enough to import LiteLLM on a slow disk. */
const startTimeoutMs = 120_000

/**
 * Installs the gateways where that has not been done, and starts them.
 *
 * @param modelUrl the model's server, up to and without `/chat/completions`
 */
export async function startPeers(modelUrl: string): Promise<(Peer | MissingPeer)[]> {
  const peers: (Peer | MissingPeer)[] = []
  for (const [name, gateway] of Object.entries(gateways)) {
    try {
      const folder = await install(name, gateway)
      peers.push(await start({ name, gateway, folder, modelUrl }))
    } catch (error) {
      peers.push({ name, reason: lastWords(error) })
    }
  }
  return peers
}

/** What a command said last, which is why it failed; any other error's own words. */
function lastWords(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const text = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr : ''
  return text.trim().split('\n').at(-1) || error.message
}

/** Into a folder that git ignores; they are no dependencies of the project. */
async function install(name: string, gateway: Gateway): Promise<string> {
  const folder = join(peersFolder, name)
  const installed = join(folder, `installed-${gateway.package.replaceAll('/', '-')}`)
  if (existsSync(installed)) return folder
  console.error(`Installing ${gateway.package} …`)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await gateway.install(folder)
  await writeFile(installed, '')
  return folder
}

type Start = { name: string; gateway: Gateway; folder: string; modelUrl: string }

async function start({ name, gateway, folder, modelUrl }: Start): Promise<Peer> {
  const configuration = gateway.configuration?.(modelUrl)
  if (configuration !== undefined) {
    await writeFile(join(folder, configuration.file), configuration.text)
  }
  const port = await freePort()
  const { program, parameters, environment } = gateway.command({ folder, port })
  const child = spawn(program, parameters, {
    cwd: folder,
    stdio: 'ignore',
    env: { ...process.env, ...environment },
  })
  const ended = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGKILL')
    await ended
  }
  const waiting = new AbortController()
  const isUp = await Promise.race([
    isAnswering(`http://127.0.0.1:${port}/`, waiting.signal),
    ended.then(() => false),
    pause(startTimeoutMs, false, { signal: waiting.signal }),
  ])
  waiting.abort()
  if (!isUp) {
    if (child.exitCode === null) await stop()
    throw new Error(`${gateway.package} does not start here`)
  }
  return {
    name,
    url: `http://127.0.0.1:${port}/v1/chat/completions`,
    headers: gateway.headers?.(modelUrl) ?? {},
    stop,
  }
}

/** Resolves once somebody answers there, or when nobody waits any more. */
async function isAnswering(url: string, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    try {
      const response = await fetch(url, { signal })
      await response.body?.cancel()
      return true
    } catch {
      await pause(200)
    }
  }
  return false
}
