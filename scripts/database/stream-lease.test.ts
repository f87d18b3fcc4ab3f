import assert from 'node:assert/strict'
import { it } from 'node:test'
import { appendTimeoutMs } from '../../supabase/functions/_shared/database/chat-database.ts'
import { streamLogDefaults } from '../../supabase/functions/_shared/domain/streaming/stream-log.ts'
import { openDatabase } from '../stack/database.ts'

it('renews a lease early enough for a report that hangs until it is given up', async () => {
  const database = await openDatabase({})
  try {
    await database.applyMigrations()
    const [row] = await database.query<{ lease: number; margin: number }>(`
      select extract(epoch from private.stream_lease())::float * 1000 as lease,
        extract(epoch from private.stream_lease_margin())::float * 1000 as margin`)
    const { lease, margin } = row ?? assert.fail()
    const { firstFlushMs, flushMs } = streamLogDefaults
    assert.ok(firstFlushMs < flushMs)
    assert.ok(flushMs + appendTimeoutMs < margin, `${margin} ms are left for the next report`)
    assert.ok(margin < lease)
  } finally {
    await database.close()
  }
})
