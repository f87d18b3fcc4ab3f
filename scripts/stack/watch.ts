import { watch } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Database } from './database.ts'
import type { FunctionServer } from './functions/function-server.ts'

export type WatchOptions = {
  database: Pick<Database, 'applyMigrations'>
  functions: Pick<FunctionServer, 'restart'>
  log: (line: string) => void
}

const supabaseDirectory = fileURLToPath(new URL('../../supabase/', import.meta.url))

/** Editors write a file in several steps; what changes within this time is one change. */
const settleMs = 100

/** Restarts functions and applies migrations as their files change. */
export function watchSources(options: WatchOptions): { close(): Promise<void> } {
  const changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let work = Promise.resolve()

  const watcher = watch(supabaseDirectory, { recursive: true }, (_event, path) => {
    if (path === null || /\.test\.ts$|(^|\/)\.temp\//u.test(path)) return
    changed.add(path.replaceAll('\\', '/'))
    clearTimeout(timer)
    timer = setTimeout(() => {
      const paths = [...changed]
      changed.clear()
      work = work.then(() => apply(paths, options))
    }, settleMs)
  })

  return {
    async close() {
      watcher.close()
      clearTimeout(timer)
      await work
    },
  }
}

async function apply(paths: readonly string[], options: WatchOptions): Promise<void> {
  const names = new Set(
    paths.flatMap((path) => /^functions\/([^/]+)\/.+\.(ts|json|md)$/u.exec(path)?.[1] ?? []),
  )
  if (names.has('_shared')) await options.functions.restart()
  else await Promise.all([...names].map((name) => options.functions.restart(name)))
  if (names.size > 0) {
    options.log(names.has('_shared') ? 'functions reloaded' : `reloaded ${[...names].join(', ')}`)
  }
  if (paths.some((path) => path.startsWith('migrations/'))) await applyMigrations(options)
}

async function applyMigrations({ database, log }: WatchOptions): Promise<void> {
  try {
    const { applied, edited } = await database.applyMigrations()
    for (const version of applied) log(`migration ${version} applied`)
    for (const name of edited) log(`${name} was applied before it was edited: npm start -- --reset`)
  } catch (error) {
    log(error instanceof Error ? error.message : 'a migration failed')
  }
}
