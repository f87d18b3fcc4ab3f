import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  problemOf,
  startConversations,
  type Conversations,
} from '../../../test/fixtures/conversations.ts'
import { readEvents, textOf } from '../../../test/fixtures/event-reader.ts'
import {
  asService,
  pageRequest,
  signInAnonymously,
} from '../../../test/fixtures/functions-under-test.ts'
import { answer } from '../../../test/fixtures/llm-server.ts'
import { shownBy } from '../../../test/streams/event-blocks.ts'

let talk: Conversations
before(async () => {
  talk = await startConversations()
})
after(() => talk.close())

describe('coming back', () => {
  for (const where of ['the same process', 'another process'] as const) {
    it(`shows the rest of a running stream from ${where}`, async () => {
      const byHand = talk.server.byHand()
      const from = where === 'the same process' ? talk.functions : await talk.startProcess()
      const events = readEvents(await talk.send({}))
      const meta = await events.nextOf('meta')
      const upstream = await byHand
      upstream.text('Before')
      await events.nextOf('text-delta')
      await events.cancel()
      const resumed = readEvents(await talk.resume(meta.streamId, { after: 5, from }))
      upstream.text(' and after')
      upstream.finish()
      upstream.done()
      const rest = await resumed.rest()
      assert.equal(rest[0]?.sequence, 6)
      assert.equal(textOf(rest), ' and after')
      assert.equal(rest.at(-1)?.event.type, 'message-end')
    })
  }

  it('is asked for before the platform cuts the reader off', async () => {
    const shortLived = await talk.startProcess({ changes: { streamViewLimitMs: 50 } })
    const byHand = talk.server.byHand()
    const cutShort = readEvents(await talk.send({}, { from: shortLived }))
    const upstream = await byHand
    upstream.text('Before')
    const seen = await cutShort.rest()
    const reconnect = seen.pop()?.event
    const last = seen.at(-1)?.sequence
    assert.ok(reconnect?.type === 'reconnect' && reconnect.afterSequence === last)

    upstream.text(' and after')
    upstream.finish()
    upstream.done()
    const [meta] = seen.map(({ event }) => event)
    assert.ok(meta?.type === 'meta')
    const after = reconnect.afterSequence
    const rest = await readEvents(await talk.resume(meta.streamId, { after })).rest()
    const whole = await readEvents(await talk.resume(meta.streamId)).rest()
    assert.deepEqual([...seen, ...rest], whole)
    assert.equal(textOf(whole), 'Before and after')
  })

  it('shows a finished stream again, event for event', async () => {
    talk.server.behave(answer(['One', ' two']))
    const { meta, events } = await talk.exchange({})
    const replayed = readEvents(await talk.resume(meta.streamId))
    assert.deepEqual(await replayed.rest(), events)
  })

  it('tells an answer from its message, to whoever has any part of it, once its log is gone', async () => {
    talk.server.behave(answer(['One', ' two', ' three']))
    const clientMessageId = crypto.randomUUID()
    const { meta, events, text, last } = await talk.exchange({ clientMessageId })
    await asService(`stream_chunks?stream_id=eq.${meta.streamId}`, { method: 'DELETE' })

    const anew = readEvents(await talk.resume(meta.streamId))
    assert.deepEqual([await anew.nextOf('meta'), textOf(await anew.rest())], [meta, text])
    const again = await talk.exchange({ clientMessageId })
    assert.deepEqual([again.meta, again.text, again.last], [meta, text, last])

    for (const { sequence: place } of events.slice(0, -1)) {
      const had = events.filter(({ sequence }) => sequence <= place)
      const rest = await readEvents(await talk.resume(meta.streamId, { after: place })).rest()
      assert.equal(shownBy([...had, ...rest]), text)
      assert.deepEqual(rest.at(-1)?.event, last)
      for (const { sequence } of rest) {
        const after = await readEvents(await talk.resume(meta.streamId, { after: sequence })).rest()
        const behind = rest.filter((one) => one.sequence > sequence)
        assert.deepEqual(after, behind.length > 0 ? behind : rest.slice(-1))
      }
    }
    const end = await readEvents(await talk.resume(meta.streamId, { after: events.length })).rest()
    assert.deepEqual(
      end.map(({ event }) => event),
      [last],
    )
  })

  for (const where of ['the same process', 'another process'] as const) {
    it(`gives a reader who claims to have all, or more, the end again from ${where}`, async () => {
      talk.server.behave(answer(['One', ' two']))
      const { meta, events } = await talk.exchange({})
      const from = where === 'the same process' ? talk.functions : await talk.startProcess()
      for (const after of [events.length, events.length + 1, 99_999_999_999]) {
        const rest = await readEvents(await talk.resume(meta.streamId, { after, from })).rest()
        assert.deepEqual(rest, events.slice(-1))
      }
    })
  }

  it('lets a reader who claims to have more of a running stream than there is read on', async () => {
    const byHand = talk.server.byHand()
    const events = readEvents(await talk.send({}))
    const meta = await events.nextOf('meta')
    const upstream = await byHand
    upstream.text('Before')
    await events.nextOf('text-delta')
    const ahead = readEvents(await talk.resume(meta.streamId, { after: 999 }))
    upstream.text(' and after')
    upstream.finish()
    upstream.done()
    const rest = await ahead.rest()
    assert.equal(textOf(rest), ' and after')
    assert.equal(rest.at(-1)?.event.type, 'message-end')
    await events.rest()
  })

  it('is for nobody else, and gives no hint that there is something', async () => {
    talk.server.behave(answer(['One']))
    const { meta } = await talk.exchange({})
    const other = await signInAnonymously()
    const theirs = await problemOf(talk.resume(meta.streamId, { as: other }))
    const nobodys = await problemOf(talk.resume(crypto.randomUUID(), { as: other }))
    assert.equal(theirs[0], 404)
    assert.deepEqual(theirs, nobodys)
    const noId = await problemOf(talk.resume('not-an-id'))
    assert.deepEqual(noId, nobodys)
  })

  for (const id of ['-1', '1.5', 'abc']) {
    it(`refuses "${id}" as a place`, async () => {
      const request = { method: 'GET', token: talk.visitor.token, headers: { 'last-event-id': id } }
      const path = `/chat/stream/${crypto.randomUUID()}`
      const [status, problem] = await problemOf(talk.functions.chat(pageRequest(path, request)))
      assert.deepEqual([status, problem.field], [400, 'last-event-id'])
    })
  }
})
