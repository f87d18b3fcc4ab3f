import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AuthSettings } from './auth/auth-service.ts'
import { createApiServer, createStudioServer } from './api-server.ts'
import { openDatabase } from './database.ts'
import { emptyDataFolder, lockDataFolder } from './data-lock.ts'
import { type LoggedEntry, readEntry } from './functions/function-log.ts'
import type { MigrationOutcome } from './database/migrations.ts'
import type { Row } from './database/sql-client.ts'
import { createFunctionServer, type SilentFunction } from './functions/function-server.ts'
import { readOrCreateKeys } from './keys.ts'
import { listenOnFreePort } from './listen.ts'
import { startSite } from './site.ts'
import { watchSources } from './watch.ts'

/** The key of the seed's demo site. */
const demoSiteKey = 'demo'

/** How often it is looked whether there are jobs to be done, in milliseconds. */
const sweepEveryMs = 60_000

export type StackOptions = {
  /**
   * Folder of the data and keys, kept over restarts.
   * @defaultValue a temporary folder, removed by `close()`
   */
  dataDir?: string
  /** Empty the folder first. @defaultValue false */
  reset?: boolean
  /** `postgres://…` of a server to use instead of PGlite. */
  databaseUrl?: string
  /** The next free port is taken when it is not free. @defaultValue any free port */
  apiPort?: number
  /** As `apiPort`, for the site. */
  sitePort?: number
  /** What is set in Auth. @defaultValue as in `config.toml` */
  auth?: AuthSettings
  /** More environment for functions, such as providers' keys. */
  environment?: Record<string, string>
  /** Serve the site too. @defaultValue false */
  site?: boolean
  /** Reload functions and apply migrations as their files change. @defaultValue false */
  watch?: boolean
  /** Called when functions are ended because their files have changed; a request starts them anew. */
  onReload?: (ended: Promise<void>) => void
  /** Receives what the stack and the functions have to say to people, a line at a time. */
  log?: (line: string) => void
  /** Receives everything the functions log, also what is in good order. */
  record?: (entry: LoggedEntry) => void
}

/** A whole Supabase on loopback with our migrations, seed and functions in it. */
export type Stack = {
  apiUrl: string
  /** `null` unless asked for. */
  siteUrl: string | null
  /** A plain page of another origin that embeds the widget; `null` without the site. */
  foreignUrl: string | null
  studioUrl: string
  publishableKey: string
  secretKey: string
  siteKey: string
  /** Whether starting has put the seeds in, the demo among them. */
  isSeeded: boolean
  /** Not in a database that had sites or characters already. */
  hasDemoSite: boolean
  databaseUrl: string | null
  /** Folder of the data and keys. */
  dataDir: string
  /** What functions read through `Deno.env`, secrets included: for tests. */
  functionEnvironment: Record<string, string>
  /** What starting did to the schema. */
  migrations: MigrationOutcome
  /** Starts all functions now instead of with their first request; tells which do not answer. */
  warm(): Promise<SilentFunction[]>
  /** Kills a function, whatever it is doing; the next request starts it anew. */
  restart(functionName: string): Promise<void>
  /** Asks the database as its owner, past row-level security. */
  query<R = Row>(sql: string, parameters?: readonly unknown[]): Promise<R[]>
  /** Ends everything that was started; resolves when it is gone. */
  close(): Promise<void>
}

/**
 * Starts the local stack and resolves when it answers. Functions start with their first request.
 *
 * @throws the database's error when it cannot be opened or a migration fails; nothing stays running
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const log = options.log ?? (() => undefined)
  // What was started, in order; it ends in the opposite order.
  const endings: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const end of endings.splice(0).reverse()) await end()
  }

  try {
    const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'visavis-')))
    if (options.dataDir === undefined) {
      endings.push(() => rm(dataDir, { recursive: true, force: true }))
    }
    endings.push(await lockDataFolder(dataDir))
    if (options.reset) await emptyDataFolder(dataDir)
    const keys = await readOrCreateKeys(dataDir)
    const database = await openDatabase(
      options.databaseUrl
        ? { databaseUrl: options.databaseUrl }
        : { dataDir: join(dataDir, 'postgres') },
    )
    endings.push(() => database.close())
    const migrations = await database.applyMigrations()
    const isSeeded = await database.seed()
    const demo = await database.query('select from public.sites where site_key = $1', [demoSiteKey])

    let apiUrl = ''
    const functionEnvironment = () => ({
      // Nobody ends a worker here; so that all is as on a paid plan, unless somebody wants it otherwise.
      WALL_CLOCK_MS: '400000',
      ...options.environment,
      SUPABASE_URL: apiUrl,
      SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishableKey }),
      SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secretKey }),
      JWT_SECRET: keys.jwtSecret,
    })
    const functions = createFunctionServer({
      environment: functionEnvironment,
      log: (name, line) => {
        const entry = readEntry(name, line)
        if (entry !== undefined) options.record?.(entry)
        if (entry?.level !== 'info') log(`[${name}] ${line}`)
      },
    })
    endings.push(() => functions.close())

    const api = createApiServer({
      database,
      keys,
      apiUrl: () => apiUrl,
      functions,
      auth: options.auth,
    })
    apiUrl = `http://127.0.0.1:${await listenOnFreePort(api.server, options.apiPort ?? 0)}`
    endings.push(() => api.close())

    // What a hosted project has pg_cron do.
    const sweep = async () => {
      const [row] = await database.query<{ due: boolean }>('select private.has_due_jobs() as due')
      if (!row?.due) return
      const headers = { apikey: keys.secretKey }
      await fetch(`${apiUrl}/functions/v1/maintenance`, { method: 'POST', headers })
    }
    const sweepQuietly = () => void sweep().catch(() => undefined)
    sweepQuietly()
    const sweeping = setInterval(sweepQuietly, sweepEveryMs)
    endings.push(async () => clearInterval(sweeping))

    const studio = createStudioServer({ database, keys })
    const studioPort = options.apiPort ? options.apiPort + 2 : 0
    const studioUrl = `http://127.0.0.1:${await listenOnFreePort(studio.server, studioPort)}/`
    endings.push(() => studio.close())

    const site = options.site
      ? await startSite({
          apiUrl,
          siteKey: demoSiteKey,
          port: options.sitePort ?? 0,
          watch: options.watch ?? false,
        })
      : null
    if (site) endings.push(() => site.close())

    if (options.watch) {
      const restart = (name?: string) => {
        const ended = functions.restart(name)
        options.onReload?.(ended)
        return ended
      }
      const watcher = await watchSources({ database, functions: { restart }, log })
      endings.push(() => watcher.close())
    }

    return {
      apiUrl,
      siteUrl: site?.siteUrl ?? null,
      foreignUrl: site?.foreignUrl ?? null,
      studioUrl,
      publishableKey: keys.publishableKey,
      secretKey: keys.secretKey,
      siteKey: demoSiteKey,
      isSeeded,
      hasDemoSite: demo.length > 0,
      databaseUrl: options.databaseUrl ?? null,
      dataDir,
      functionEnvironment: functionEnvironment(),
      migrations,
      warm: () => functions.warm(),
      restart: (functionName) => functions.restart(functionName),
      query: (sql, parameters) => database.query(sql, parameters),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
