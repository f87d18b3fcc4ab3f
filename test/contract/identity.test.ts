import assert from 'node:assert/strict'
import { it } from 'node:test'
import { stormAuth } from '../identity/auth-storm.ts'

// A hundred sequences; `npm run measure -- identity` takes a thousand.

it('loses nobody and makes nobody twice but on Auth’s own word, whatever it answers in three tabs', async () => {
  const outcome = await stormAuth(100)
  const { refused, ends, bans, troubles, failures } = outcome
  const { lostIdentities, secondIdentities, withoutTime } = outcome
  assert.ok(refused > 100 && ends > 30 && bans > 30)
  assert.ok(Object.keys(troubles).length > 30)
  assert.deepEqual(failures, [])
  assert.deepEqual([lostIdentities, secondIdentities, withoutTime], [0, 0, 0])
})
