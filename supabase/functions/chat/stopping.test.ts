import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  messageOf,
  problemOf,
  startConversations,
  type Conversations,
} from '../../../test/fixtures/conversations.ts'
import { readEvents } from '../../../test/fixtures/event-reader.ts'
import { signInAnonymously } from '../../../test/fixtures/functions-under-test.ts'

let talk: Conversations
before(async () => {
  talk = await startConversations()
})
after(() => talk.close())

describe('stopping', () => {
  for (const where of ['the same process', 'another process'] as const) {
    it(`from ${where} closes the model’s connection and keeps the text`, async () => {
      const byHand = talk.server.byHand()
      const from = where === 'the same process' ? talk.functions : await talk.startProcess()
      const events = readEvents(await talk.send({}))
      const meta = await events.nextOf('meta')
      const upstream = await byHand
      upstream.text('So far')
      await events.nextOf('text-delta')
      const startedAt = performance.now()
      const response = await talk.stop(meta.streamId, { from })
      assert.equal(response.status, 202)
      assert.deepEqual(await response.json(), { outcome: 'stopping' })
      await upstream.closed
      assert.ok(performance.now() - startedAt < 1000)
      const last = (await events.rest()).at(-1)?.event
      assert.ok(last?.type === 'message-end' && last.finishReason === 'stopped')
      const reply = await messageOf(meta)
      assert.deepEqual([reply?.status, reply?.content], ['stopped', 'So far'])
      assert.deepEqual(await (await talk.stop(meta.streamId, { from })).json(), {
        outcome: 'ended',
      })
    })
  }

  it('works while the model is silent, from another process', async () => {
    const byHand = talk.server.byHand()
    const events = readEvents(await talk.send({}))
    const meta = await events.nextOf('meta')
    const upstream = await byHand
    const elsewhere = await talk.startProcess()
    const startedAt = performance.now()
    await talk.stop(meta.streamId, { from: elsewhere })
    await upstream.closed
    assert.ok(performance.now() - startedAt < 1000)
    await events.rest()
  })

  it('is for nobody else', async () => {
    const byHand = talk.server.byHand()
    const events = readEvents(await talk.send({}))
    const meta = await events.nextOf('meta')
    const upstream = await byHand
    const other = await signInAnonymously()
    const [status, problem] = await problemOf(talk.stop(meta.streamId, { as: other }))
    assert.deepEqual([status, problem.code], [404, 'stream_not_found'])
    upstream.text('Still here')
    upstream.finish()
    upstream.done()
    assert.equal((await events.rest()).at(-1)?.event.type, 'message-end')
  })
})
