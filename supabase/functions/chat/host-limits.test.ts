import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readEnvironment } from '../_shared/environment.ts'
import { defaultPingMs } from '../_shared/http/event-stream.ts'

const required: Record<string, string> = {
  SUPABASE_URL: 'http://127.0.0.1:54321',
  SUPABASE_PUBLISHABLE_KEYS: '{"default":"sb_publishable_test"}',
  SUPABASE_SECRET_KEYS: '{"default":"sb_secret_test"}',
}

/** After how long the host cuts a request off, on its smallest plan, in milliseconds. */
const hostCutsOffMs = 150_000

/** How long nginx waits for the next byte, unless it is told otherwise. */
const proxyReadTimeoutMs = 60_000

describe('the times of a stream, unless they are set', () => {
  it('have a reader come back before the host cuts it off', () => {
    const { streamViewLimitMs } = readEnvironment(
      (name) => required[name],
      () => undefined,
    )
    assert.ok(streamViewLimitMs <= hostCutsOffMs - 5_000)
  })

  it('break a silence well before a proxy takes it for a dead connection', () => {
    assert.ok(defaultPingMs <= proxyReadTimeoutMs / 2)
  })
})
