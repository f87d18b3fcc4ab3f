import assert from 'node:assert/strict'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import postgres from 'postgres'
import {
  findPostgresBinaries,
  type PostgresCluster,
  startPostgresCluster,
} from './postgres-cluster.ts'

const binaries = await findPostgresBinaries()
const skip = binaries === null && 'npm has no build of Postgres for this machine'

describe('a Postgres server as hosted', { skip }, () => {
  let folder: string
  let cluster: PostgresCluster
  let sql: postgres.Sql

  before(async () => {
    // As a clone in root's home: nobody else may enter it.
    folder = await mkdtemp(join(tmpdir(), 'visavis-programs-'))
    await cp(dirname(binaries ?? ''), join(folder, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
    })
    cluster = await startPostgresCluster(join(folder, 'native/bin'))
    sql = postgres(cluster.databaseUrl(await cluster.createDatabase()), { max: 1 })
  })
  after(async () => {
    await sql.end()
    await cluster.stop()
    await rm(folder, { recursive: true })
  })

  it('is of the version that is hosted, also from a folder that only its installer may enter', async () => {
    const [row] = await sql`show server_version`
    assert.match(String(row?.['server_version']), /^17\./u)
  })

  it('has somebody migrate who is no superuser and owns nothing of Auth', async () => {
    const [row] = await sql`
      select
        current_user as name, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls,
        (select relowner::regrole::text from pg_class where oid = 'auth.users'::regclass) as auth
      from pg_roles
      where rolname = current_user`
    assert.deepEqual(
      { ...row },
      {
        name: 'postgres',
        rolsuper: false,
        rolcreaterole: true,
        rolcreatedb: true,
        rolbypassrls: true,
        auth: 'supabase_auth_admin',
      },
    )
    await assert.rejects(sql`create table auth.mine (id integer)`, { code: '42501' })
  })

  it('lets it act as each role of the API', async () => {
    for (const role of ['anon', 'authenticated', 'service_role']) {
      const acting = await sql.begin(async (transaction) => {
        await transaction`select set_config('role', ${role}, true)`
        return transaction`select current_user as name`
      })
      assert.equal(acting[0]?.['name'], role)
    }
  })
})
