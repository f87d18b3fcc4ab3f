import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { denoEnvironment } from '../../scripts/stack/functions/deno.ts'
import type { UploadedFunction } from './management-api.ts'

/** Functions of one upload, each in a Deno of its own that has nothing but what was uploaded. */
export type DeployedFunctions = {
  /** Starts one with nothing but its own files, and resolves with its address. */
  start(name: string, uploaded: UploadedFunction): Promise<string>
  /** Ends those that run, and removes all that they left. */
  close(): Promise<void>
}

const announcement = /^Listening on (http:\/\/127\.0\.0\.1:\d+)\/$/u

/**
 * Loaded before a function by an import, since not every Deno has `DENO_SERVE_ADDRESS` and `--preload`:
 * makes it listen where there is room.
 */
const bootstrap = `
const { serve } = Deno
const onListen = ({ port }) => console.log(\`Listening on http://127.0.0.1:\${port}/\`)
Object.defineProperty(Deno, 'serve', {
  value: (handler) => serve({ hostname: '127.0.0.1', port: 0, onListen }, handler),
})
`

/**
 * @param deno the executable of the Deno to use
 * @param environment what functions read through `Deno.env`
 */
export async function deployedFunctions(
  deno: string,
  environment: Record<string, string>,
): Promise<DeployedFunctions> {
  const folder = await mkdtemp(join(tmpdir(), 'visavis-deployed-'))
  // Once: a function that starts reads it, while others are still to come.
  await writeFile(join(folder, 'bootstrap.js'), bootstrap)
  const endings: (() => Promise<unknown>)[] = []

  return {
    async start(name, { files, metadata }) {
      const root = join(folder, name)
      for (const [path, content] of files) {
        await mkdir(dirname(join(root, path)), { recursive: true })
        await writeFile(join(root, path), content)
      }
      const main = join(folder, `${name}.js`)
      const entry = pathToFileURL(join(root, metadata.entrypoint_path)).href
      await writeFile(main, `import './bootstrap.js'\nimport '${entry}'\n`)

      const importMap = ['--config', join(root, metadata.import_map_path)]
      const flags = ['--node-modules-dir=none', '--no-lock', '--no-prompt']
      const child = spawn(
        deno,
        ['run', ...importMap, ...flags, '--allow-net', '--allow-env', main],
        {
          cwd: folder,
          stdio: ['ignore', 'pipe', 'pipe'],
          env: { ...denoEnvironment(), ...environment, DENO_DIR: join(folder, `${name}-cache`) },
        },
      )
      const ended = once(child, 'close')
      endings.push(() => {
        child.kill('SIGKILL')
        return ended
      })
      return new Promise((resolve, reject) => {
        const said: string[] = []
        for (const stream of [child.stdout, child.stderr]) {
          createInterface({ input: stream }).on('line', (line) => {
            said.push(line)
            const address = announcement.exec(line)?.[1]
            if (address !== undefined) resolve(address)
          })
        }
        child.once('error', reject)
        void ended.then(() => reject(new Error(`${name} ended\n${said.slice(-20).join('\n')}`)))
      })
    },
    async close() {
      await Promise.all(endings.map((end) => end()))
      await rm(folder, { recursive: true, force: true })
    },
  }
}
