import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { openDatabase } from '../../scripts/stack/database.ts'
import { appendTimeoutMs } from '../../supabase/functions/_shared/database/chat-database.ts'
import { streamLogDefaults } from '../../supabase/functions/_shared/domain/streaming/stream-log.ts'
import { readEnvironment } from '../../supabase/functions/_shared/environment.ts'
import { defaultPingMs } from '../../supabase/functions/_shared/http/event-stream.ts'
import { avatarTouchMs } from '../../supabase/functions/_shared/wire/avatar-session.ts'
import { defaultSilenceMs } from '../../widget/src/transports/sse-chat-transport.ts'

/** After how long the host cuts a request off, on its smallest plan, in milliseconds. */
const hostCutsOffMs = 150_000

/** How long nginx waits for the next byte, unless it is told otherwise, in milliseconds. */
const proxyReadTimeoutMs = 60_000

const required: Record<string, string> = {
  SUPABASE_URL: 'http://127.0.0.1:54321',
  SUPABASE_PUBLISHABLE_KEYS: '{"default":"sb_publishable_test"}',
  SUPABASE_SECRET_KEYS: '{"default":"sb_secret_test"}',
}

describe('what is long or short, unless it is set', () => {
  const { firstFlushMs, flushMs } = streamLogDefaults
  /** In milliseconds, as the schema says. */
  let times: { lease: number; margin: number; call: number }

  before(async () => {
    const database = await openDatabase({})
    await database.applyMigrations()
    const [row] = await database.query<typeof times>(`
      select extract(epoch from private.stream_lease())::float * 1000 as lease,
        extract(epoch from private.stream_lease_margin())::float * 1000 as margin,
        extract(epoch from private.call_lease())::float * 1000 as call`)
    await database.close()
    times = row ?? assert.fail()
  })

  it('has a reader come back before the host cuts it off', () => {
    const { streamViewLimitMs } = readEnvironment(
      (name) => required[name],
      () => undefined,
    )
    assert.ok(streamViewLimitMs <= hostCutsOffMs - 5_000)
  })

  it('breaks a silence well before a proxy takes it for a dead connection', () => {
    assert.ok(defaultPingMs <= proxyReadTimeoutMs / 2)
  })

  it('lets one ping get lost before the widget takes the server for dead', () => {
    assert.ok(2 * defaultPingMs < defaultSilenceMs)
  })

  it('stores the first words sooner than later ones', () => {
    assert.ok(firstFlushMs < flushMs)
  })

  it('gives five signs of life within a lease, so that a few may come late', () => {
    assert.ok(flushMs < times.lease / 5)
  })

  it('renews a lease early enough for a report that hangs until it is given up', () => {
    assert.ok(flushMs + appendTimeoutMs < times.margin)
    assert.ok(times.margin < times.lease)
  })

  it('lets one touch of a call get lost', () => {
    assert.ok(2 * avatarTouchMs < times.call)
  })
})
