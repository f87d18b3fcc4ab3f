import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startPostgresCluster, type PostgresCluster } from '../../database/postgres-cluster.ts'
import { olderSchema } from '../../testing/older-schema.ts'
import { testTools } from '../../testing/test-tools.ts'
import { type Database, openDatabase, type OpenDatabaseOptions } from '../database.ts'

const { postgresBinaries } = await testTools()
const skip = postgresBinaries ? false : 'there is no Postgres for this machine'

let cluster: PostgresCluster | undefined
before(async () => {
  if (postgresBinaries) cluster = await startPostgresCluster(postgresBinaries)
})
after(() => cluster?.stop())

async function withDatabase(
  options: OpenDatabaseOptions,
  work: (database: Database) => Promise<void>,
): Promise<void> {
  const database = await openDatabase(options)
  try {
    await work(database)
  } finally {
    await database.close()
  }
}

async function assertRefused(database: Database, sentence: RegExp): Promise<void> {
  await database.runScript(olderSchema)

  await assert.rejects(database.applyMigrations(), (error: Error) => {
    assert.match(error.message, sentence)
    assert.doesNotMatch(error.message, /\n/u)
    return true
  })
  const sites = await database.query('select site_key from public.sites')
  assert.deepEqual(sites, [{ site_key: 'shop' }], 'and nothing of it is touched')
}

test('data whose migrations were replaced is told how to begin anew', () =>
  withDatabase({}, (database) => assertRefused(database, /npm start -- --reset/u)))

test('so is data that was made by the same files before they were edited', () =>
  withDatabase({}, async (database) => {
    await database.applyMigrations()
    await database.query(
      `update supabase_migrations.schema_migrations
       set statements = array[statements[1] || '-- as it was']
       where version = (select max(version) from supabase_migrations.schema_migrations)`,
    )

    await assert.rejects(database.applyMigrations(), /npm start -- --reset/u)
  }))

test('what the Supabase CLI has recorded in pieces is taken for what the files say', () =>
  withDatabase({}, async (database) => {
    await database.applyMigrations()
    await database.query(
      `update supabase_migrations.schema_migrations set statements = array['create schema a', 'b']`,
    )

    assert.deepEqual(await database.applyMigrations(), { applied: [] })
  }))

test(
  'a database of one’s own whose migrations were replaced is told what to do there',
  { skip },
  async () => {
    assert.ok(cluster)
    const databaseUrl = cluster.databaseUrl(await cluster.createDatabase())
    await withDatabase({ databaseUrl }, (database) =>
      assertRefused(database, /DATABASE_URL.*supabase db reset --remote/u),
    )
  },
)

test('what others have migrated before or since is no hindrance', () =>
  withDatabase({}, async (database) => {
    const record = (version: string) =>
      database.query('insert into supabase_migrations.schema_migrations (version) values ($1)', [
        version,
      ])
    await record('20250101000000')
    const { applied } = await database.applyMigrations()
    await record('20990101000000')

    assert.ok(applied.length > 0)
    assert.deepEqual(await database.applyMigrations(), { applied: [] })
  }))
