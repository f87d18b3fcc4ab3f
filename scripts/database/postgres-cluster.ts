import { spawn, type SpawnOptions } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { once } from 'node:events'
import { testTools } from '../testing/test-tools.ts'
import { freePort } from './free-port.ts'
import { hostedPlatform } from './hosted-platform.ts'
import { withConnection } from './with-connection.ts'

const superuser = 'supabase_admin'

/** A Postgres server of our own, gone with everything in it when it stops. */
export type PostgresCluster = {
  /** `postgresql://…` of the role that owns its databases and, as hosted, is no superuser. */
  databaseUrl(database: string): string
  /** Makes a database as a hosted project has it before the first migration, and returns its name. */
  createDatabase(): Promise<string>
  stop(): Promise<void>
}

/** Folder of the programs of the Postgres that is hosted, or null on machines that have no build of it. */
export async function findPostgresBinaries(): Promise<string | null> {
  return (await testTools()).postgresBinaries
}

/** Starts a server in a temporary folder, on a Unix socket there and on a free loopback port. */
export async function startPostgresCluster(installed: string): Promise<PostgresCluster> {
  const directory = await mkdtemp(join(tmpdir(), 'visavis-postgres-'))
  const owner = await serverOwner()
  const binaries = owner.uid === undefined ? installed : await copyPrograms(installed, directory)
  const password = randomBytes(18).toString('base64url')
  const passwordFile = join(directory, 'password')
  const data = join(directory, 'data')
  const port = await freePort()
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (owner.uid !== undefined) {
    await chown(directory, owner.uid, owner.gid ?? owner.uid)
    await chown(passwordFile, owner.uid, owner.gid ?? owner.uid)
  }
  const identity: SpawnOptions = { ...owner, cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] }

  await run(
    join(binaries, 'initdb'),
    [
      ...['--pgdata', data, '--username', superuser, '--pwfile', passwordFile],
      ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C.UTF-8', '--no-sync'],
    ],
    identity,
  )
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: directory,
    // Nothing here has to survive a power cut.
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '100',
    shared_buffers: '64MB',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(join(binaries, 'postgres'), ['-D', data, ...flags], identity)
  const stopped = once(server, 'exit')
  // SIGINT is Postgres's fast shutdown: it does not wait for clients.
  const stop = () => server.kill('SIGINT')
  process.once('exit', stop)
  await untilReady(server)

  const addressOf = (role: string) => (database: string) =>
    `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`
  // Every new database is a copy of this one.
  await withConnection(addressOf(superuser)('template1'), (sql) =>
    sql.unsafe(`${hostedPlatform}; alter role postgres password '${password}'`).simple(),
  )
  const databaseUrl = addressOf('postgres')
  let created = 0
  return {
    databaseUrl,
    async createDatabase() {
      const name = `suite_${(created += 1)}`
      await withConnection(databaseUrl('postgres'), (sql) => sql.unsafe(`create database ${name}`))
      return name
    },
    async stop() {
      stop()
      process.off('exit', stop)
      await stopped
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** The user that root hands over to may not be let into the folder they were installed in. */
async function copyPrograms(installed: string, directory: string): Promise<string> {
  const copy = join(directory, 'programs')
  await cp(dirname(installed), copy, { recursive: true, verbatimSymlinks: true })
  return join(copy, 'bin')
}

/** initdb refuses root, so root hands over to a package's own user, or to nobody. */
async function serverOwner(): Promise<{ uid?: number; gid?: number }> {
  if (userInfo().uid !== 0) return {}
  const accounts = (await readFile('/etc/passwd', 'utf8'))
    .split('\n')
    .map((line) => line.split(':'))
  const account =
    accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody')
  if (!account)
    throw new Error('There is neither a user postgres nor a user nobody to run Postgres')
  return { uid: Number(account[2]), gid: Number(account[3]) }
}

async function run(program: string, parameters: string[], options: SpawnOptions): Promise<void> {
  const child = spawn(program, parameters, options)
  let printed = ''
  child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${printed}`)
}

async function untilReady(server: ReturnType<typeof spawn>): Promise<void> {
  let printed = ''
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on('data', (chunk: Buffer) => {
      if (printed.length > 10_000) return
      printed += chunk.toString()
      if (printed.includes('ready to accept connections')) resolve()
    })
    server.once('exit', (code) => {
      reject(new Error(`Postgres ended with ${code}: ${printed}`))
    })
  })
}
