import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import postgres from 'postgres'
import { startPostgresCluster, type PostgresCluster } from '../../database/postgres-cluster.ts'
import { testTools } from '../../testing/test-tools.ts'
import { startStack } from '../stack.ts'
import { openDatabase } from '../database.ts'
import type { Row } from './sql-client.ts'

const { postgresBinaries } = await testTools()
const skip = postgresBinaries ? false : 'there is no Postgres for this machine'
const nobodysId = '00000000-0000-0000-0000-000000000000'

/**
 * What real Auth reads as something that may be missing; a null elsewhere is an error to it, and
 * whoever is of no instance nobody. See `internal/models` of https://github.com/supabase/auth
 */
const nullInRealAuth = {
  users:
    /^(email|phone|encrypted_password|deleted_at|banned_until|last_sign_in_at|invited_at|\w+_(confirmed|sent)_at|confirmed_at)$/u,
  sessions:
    /^(not_after|refreshed_at|user_agent|ip|tag|refresh_token_hmac_key|refresh_token_counter|scopes|factor_id)$/u,
  refresh_tokens: /^parent$/u,
}

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
    for (const [table, mayBeNull] of Object.entries(nullInRealAuth)) {
      const rows =
        await client`select to_jsonb(written) as written from ${client('auth')}.${client(table)} as written`
      assert.ok(rows.length > 0)
      for (const { written } of rows) {
        const nulls = Object.entries(written as Row).filter(([, value]) => value === null)
        assert.deepEqual(
          nulls.map(([name]) => name).filter((name) => !mayBeNull.test(name)),
          [],
          `real Auth could not read ${table}`,
        )
      }
    }
    assert.deepEqual(
      (
        await client`select distinct instance_id from auth.users
                     union all select distinct instance_id from auth.refresh_tokens`
      ).map((row) => row['instance_id'] as unknown),
      [nobodysId, nobodysId],
    )
    assert.deepEqual(
      (await client`select site_key from public.sites`).map((row) => row['site_key'] as unknown),
      ['shop'],
    )
    await client.end()
  },
)
