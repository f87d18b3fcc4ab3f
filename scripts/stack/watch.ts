import { once } from 'node:events'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { watch } from 'chokidar'
import { writePrompts } from '../prompts/prompts-module.ts'
import type { Database } from './database.ts'
import type { FunctionServer } from './functions/function-server.ts'

export type WatchOptions = {
  /** The folder that holds `functions` and `migrations`. @defaultValue `supabase/` */
  directory?: string
  database: Pick<Database, 'applyMigrations'>
  functions: Pick<FunctionServer, 'restart'>
  log: (line: string) => void
}

const promptsFolder = 'functions/_shared/domain/prompting/prompts/'
const supabaseDirectory = fileURLToPath(new URL('../../supabase/', import.meta.url))

/** Editors write a file in several steps; what changes within this time is one change. */
const settleMs = 100

/** Restarts functions and applies migrations as their files change; resolves once it watches. */
export async function watchSources(options: WatchOptions): Promise<{ close(): Promise<void> }> {
  const { directory = supabaseDirectory } = options
  const changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let work = Promise.resolve()

  const folders = ['functions', 'migrations'].map((name) => join(directory, name))
  // Node's own recursive watch goes deaf to a file that an editor replaces instead of writing it.
  const watcher = watch(folders, { ignoreInitial: true })
  watcher.on('all', (_event, path) => {
    if (path.endsWith('.test.ts')) return
    changed.add(relative(directory, path).replaceAll('\\', '/'))
    clearTimeout(timer)
    timer = setTimeout(() => {
      const paths = [...changed]
      changed.clear()
      work = work
        .then(() => apply(paths, options))
        .catch((error: unknown) => {
          options.log(error instanceof Error ? error.message : 'a change could not be taken over')
        })
    }, settleMs)
  })
  await once(watcher, 'ready')

  return {
    async close() {
      await watcher.close()
      clearTimeout(timer)
      await work
    },
  }
}

async function apply(paths: readonly string[], options: WatchOptions): Promise<void> {
  // The module that is written counts as the next change.
  if (paths.some((path) => path.startsWith(promptsFolder) && path.endsWith('.md'))) {
    await writePrompts(join(options.directory ?? supabaseDirectory, promptsFolder))
  }
  const names = new Set(
    paths.flatMap((path) => /^functions\/([^/]+)\/.+\.(ts|json)$/u.exec(path)?.[1] ?? []),
  )
  if (names.has('_shared')) await options.functions.restart()
  else await Promise.all([...names].map((name) => options.functions.restart(name)))
  if (names.size > 0) {
    options.log(names.has('_shared') ? 'functions reloaded' : `reloaded ${[...names].join(', ')}`)
  }
  if (paths.some((path) => path.startsWith('migrations/'))) await applyMigrations(options)
}

async function applyMigrations({ database, log }: WatchOptions): Promise<void> {
  const { applied } = await database.applyMigrations()
  for (const version of applied) log(`migration ${version} applied`)
}
