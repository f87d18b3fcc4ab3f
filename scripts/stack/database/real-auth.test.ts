import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import postgres from 'postgres'
import { startPostgresCluster, type PostgresCluster } from '../../database/postgres-cluster.ts'
import { testTools } from '../../testing/test-tools.ts'
import { startStack } from '../stack.ts'
import { openDatabase } from '../database.ts'

const { postgresBinaries } = await testTools()
const skip = postgresBinaries ? false : 'there is no Postgres for this machine'
let cluster: PostgresCluster | undefined
let databaseUrl = ''

before(async () => {
  if (!postgresBinaries) return
  cluster = await startPostgresCluster(postgresBinaries)
  databaseUrl = cluster.databaseUrl(await cluster.createDatabase())
  const database = await openDatabase({ databaseUrl })
  await database.applyMigrations()
  await database.runScript(`
    insert into public.sites (site_key, name, allowed_origins)
    values ('shop', 'A shop', array['https://shop.example'])`)
  await database.close()
})
after(() => cluster?.stop())

test(
  'visitors sign up and stay signed in, and nothing is planted beside others’ data',
  { skip },
  async () => {
    const stack = await startStack({ databaseUrl })
    const ask = async (path: string, body: Record<string, unknown>) => {
      const response = await fetch(`${stack.apiUrl}/auth/v1/${path}`, {
        method: 'POST',
        headers: { apikey: stack.publishableKey, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      assert.equal(response.status, 200, await response.clone().text())
      return (await response.json()) as { refresh_token: string; user: { id: string } }
    }

    try {
      const first = await ask('signup', {})
      const second = await ask('token?grant_type=refresh_token', {
        refresh_token: first.refresh_token,
      })

      assert.equal(second.user.id, first.user.id)
      assert.equal(stack.hasDemoSite, false)
    } finally {
      await stack.close()
    }
    const client = postgres(databaseUrl, { max: 1 })
    assert.deepEqual(
      (await client`select site_key from public.sites`).map((row) => row['site_key'] as unknown),
      ['shop'],
    )
    await client.end()
  },
)
