import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  messageOf,
  problemOf,
  startConversations,
  type Conversations,
} from '../../../test/fixtures/conversations.ts'
import { readEvents } from '../../../test/fixtures/event-reader.ts'
import { siteKey, signInAnonymously } from '../../../test/fixtures/functions-under-test.ts'
import { answer, truncateAfter } from '../../../test/fixtures/llm-server.ts'

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
      const response = await talk.stop(meta.streamId, { from })
      assert.equal(response.status, 202)
      assert.deepEqual(await response.json(), { outcome: 'stopping' })
      await upstream.closed
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
    await talk.stop(meta.streamId, { from: elsewhere })
    await upstream.closed
    const last = (await events.rest()).at(-1)?.event
    assert.ok(last?.type === 'message-end' && last.finishReason === 'stopped')
  })

  for (const where of ['the same process', 'another process'] as const) {
    it(`from ${where} marks how much of the answer was heard, while it is written and later`, async () => {
      const byHand = talk.server.byHand()
      const from = where === 'the same process' ? talk.functions : await talk.startProcess()
      const events = readEvents(await talk.send({}))
      const meta = await events.nextOf('meta')
      const upstream = await byHand
      upstream.text('So far, so good')
      await events.nextOf('text-delta')
      const response = await talk.stop(meta.streamId, { from, body: { heardCharacters: 6 } })
      assert.deepEqual(await response.json(), { outcome: 'stopping' })
      await events.rest()
      await upstream.closed
      const stopped = await messageOf(meta)
      assert.deepEqual(
        [stopped?.status, stopped?.content, stopped?.heard_characters],
        ['stopped', 'So far, so good', 6],
      )
      await talk.stop(meta.streamId, { from, body: { heardCharacters: 9 } })
      await talk.stop(meta.streamId, { from, body: {} })
      await talk.stop(meta.streamId, { from })
      assert.equal((await messageOf(meta))?.heard_characters, 9)
    })
  }

  it('marks an answer that is complete and leaves it complete', async () => {
    talk.server.behave(answer(['One two']))
    const { meta } = await talk.exchange()
    const response = await talk.stop(meta.streamId, { body: { heardCharacters: 3 } })
    assert.deepEqual([response.status, await response.json()], [202, { outcome: 'ended' }])
    const reply = await messageOf(meta)
    assert.deepEqual([reply?.status, reply?.content], ['complete', 'One two'])
    assert.equal(reply?.heard_characters, 3)
  })

  it('takes the mark away when the answer goes on', async () => {
    talk.server.behave(truncateAfter(['One two']))
    const { meta } = await talk.exchange()
    await talk.stop(meta.streamId, { body: { heardCharacters: 3 } })
    talk.server.behave(answer([' three']))
    const rest = { siteKey, chatId: meta.chatId, continueMessageId: meta.messageId }
    await talk.converse(rest)
    assert.equal((await messageOf(meta))?.heard_characters, null)
    const [status] = await problemOf(talk.stop(meta.streamId, { body: { heardCharacters: 3 } }))
    assert.equal(status, 404)
  })

  it('leaves the mark of an answer that another variant follows', async () => {
    talk.server.behave(answer(['One two']))
    const { meta } = await talk.exchange()
    await talk.stop(meta.streamId, { body: { heardCharacters: 3 } })
    const { meta: variant } = await talk.exchange({
      chatId: meta.chatId,
      regenerateMessageId: meta.messageId,
      content: undefined,
    })
    assert.equal((await messageOf(meta))?.heard_characters, 3)
    assert.equal((await messageOf(variant))?.heard_characters, null)
  })

  it('marks nobody else’s answer', async () => {
    talk.server.behave(answer(['One two']))
    const { meta } = await talk.exchange()
    const asking = { as: await signInAnonymously(), body: { heardCharacters: 3 } }
    const [status, problem] = await problemOf(talk.stop(meta.streamId, asking))
    assert.deepEqual([status, problem.code], [404, 'stream_not_found'])
    assert.equal((await messageOf(meta))?.heard_characters, null)
  })

  const refused: [name: string, body: unknown, field: string | undefined, message: RegExp][] = [
    ['less than nothing', { heardCharacters: -1 }, 'heardCharacters', /must not be negative/u],
    ['half a character', { heardCharacters: 1.5 }, 'heardCharacters', /must be a whole number/u],
    ['more than there can be', { heardCharacters: 2 ** 31 }, 'heardCharacters', /must be at most/u],
    ['a word', { heardCharacters: 'all' }, 'heardCharacters', /must be a number/u],
    ['null', { heardCharacters: null }, 'heardCharacters', /must be a number/u],
    ['an unknown field', { heard: 1 }, 'heard', /is unknown/u],
    ['a body that is no object', 'null', undefined, /is not valid/u],
    ['malformed JSON', '{"heardCharacters":', undefined, /is not JSON/u],
  ]
  for (const [name, body, field, message] of refused) {
    it(`is told what is wrong with ${name}, and stops nothing`, async () => {
      const byHand = talk.server.byHand()
      const events = readEvents(await talk.send({}))
      const meta = await events.nextOf('meta')
      const upstream = await byHand
      const [status, problem] = await problemOf(talk.stop(meta.streamId, { body }))
      assert.deepEqual([status, problem.code, problem.field], [400, 'invalid_request', field])
      assert.match(problem.message, message)
      upstream.text('Still here')
      upstream.finish()
      upstream.done()
      await events.rest()
      const reply = await messageOf(meta)
      assert.deepEqual([reply?.status, reply?.heard_characters], ['complete', null])
    })
  }

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
