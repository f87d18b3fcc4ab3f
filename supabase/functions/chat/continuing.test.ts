import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  messageOf,
  problemOf,
  startConversations,
  type Conversations,
} from '../../../test/fixtures/conversations.ts'
import { readEvents, textOf } from '../../../test/fixtures/event-reader.ts'
import { siteKey, signInAnonymously } from '../../../test/fixtures/functions-under-test.ts'
import { answer, truncateAfter } from '../../../test/fixtures/llm-server.ts'

let talk: Conversations
before(async () => {
  talk = await startConversations()
})
after(() => talk.close())

type Ids = { chatId: string; messageId: string }

function rest({ chatId, messageId }: Ids) {
  return { siteKey, chatId, continueMessageId: messageId }
}

describe('going on with an answer', () => {
  it('streams the whole of it anew and keeps it in the same message', async () => {
    talk.server.behave(truncateAfter(['The sea', ' is']))
    const { meta } = await talk.exchange({ characterSlug: 'ada', content: 'How is the sea?' })
    talk.server.behave(answer(['is', ' calm']))
    const { meta: again, text, last } = await talk.converse(rest(meta))

    assert.equal(text, 'The sea is calm')
    assert.equal(last?.type, 'message-end')
    assert.equal(again.messageId, meta.messageId)
    assert.notEqual(again.streamId, meta.streamId)
    const reply = await messageOf(meta)
    assert.deepEqual([reply?.status, reply?.content], ['complete', 'The sea is calm'])
    const { request } = talk.server.exchanges.at(-1) ?? {}
    const messages = request?.['messages'] as { role: string; content: string }[]
    assert.deepEqual(
      messages.slice(-3).map(({ role }) => role),
      ['user', 'assistant', 'user'],
    )
    assert.equal(messages.at(-2)?.content, 'The sea')
  })

  it('goes on with what the visitor has stopped', async () => {
    const byHand = talk.server.byHand()
    const events = readEvents(await talk.send({}))
    const meta = await events.nextOf('meta')
    const upstream = await byHand
    upstream.text('One two')
    await events.nextOf('text-delta')
    await talk.stop(meta.streamId)
    await events.rest()
    talk.server.behave(answer(['two', ' three']))
    assert.equal((await talk.converse(rest(meta))).text, 'One two three')
  })

  it('is one stream and one upstream call, however often it is asked for', async () => {
    talk.server.behave(truncateAfter(['The sea', ' is']))
    const { meta } = await talk.exchange()
    const byHand = talk.server.byHand()
    const asked = talk.server.exchanges.length
    const elsewhere = await talk.startProcess()
    const asking = [talk.functions, elsewhere, talk.functions, elsewhere]
    const responses = await Promise.all(
      asking.map((from) => talk.post('/chat', rest(meta), { from })),
    )
    const upstream = await byHand
    upstream.text('is calm')
    upstream.finish()
    upstream.done()
    const all = await Promise.all(responses.map((response) => readEvents(response).rest()))
    for (const events of all) assert.deepEqual(events, all[0])
    assert.equal(textOf(all[0] ?? []), 'The sea is calm')
    assert.equal(talk.server.exchanges.length, asked + 1)
  })

  it('can break off again without losing anything', async () => {
    talk.server.behave(truncateAfter(['One two']))
    const { meta } = await talk.exchange()
    talk.server.behave(truncateAfter([]))
    const { text, last } = await talk.converse(rest(meta))
    assert.ok(last?.type === 'error' && last.code === 'stream_interrupted')
    assert.equal(text, 'One two')
    const reply = await messageOf(meta)
    assert.deepEqual([reply?.status, reply?.content], ['interrupted', 'One two'])
  })

  it('shows an answer that is complete as it is', async () => {
    talk.server.behave(answer(['All of it']))
    const { meta, events } = await talk.exchange()
    const asked = talk.server.exchanges.length
    const again = await talk.converse(rest(meta))
    assert.deepEqual(again.events, events)
    assert.equal(talk.server.exchanges.length, asked)
  })

  it('is for nobody else, and for no message but an answer', async () => {
    talk.server.behave(truncateAfter(['One two']))
    const { meta } = await talk.exchange()
    const other = await signInAnonymously()
    const theirs = await problemOf(talk.post('/chat', rest(meta), { as: other }))
    assert.deepEqual([theirs[0], theirs[1].code], [404, 'chat_not_found'])
    const { chatId, userMessageId: messageId } = meta
    const question = await problemOf(talk.post('/chat', rest({ chatId, messageId })))
    assert.deepEqual([question[0], question[1].code], [404, 'message_not_found'])
  })

  it('is told which field of it is wrong', async () => {
    const { chatId } = (await talk.exchange()).meta
    const [status, problem] = await problemOf(
      talk.post('/chat', { siteKey, chatId, continueMessageId: 'none' }),
    )
    assert.deepEqual([status, problem.field], [400, 'continueMessageId'])
  })
})
