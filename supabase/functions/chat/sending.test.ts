import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  messageOf,
  messagesOf,
  startConversations,
  type Conversations,
} from '../../../test/fixtures/conversations.ts'
import { readEvents, textOf } from '../../../test/fixtures/event-reader.ts'
import { asService, pageRequest, siteKey } from '../../../test/fixtures/functions-under-test.ts'
import { answer, failWith, truncateAfter } from '../../../test/fixtures/llm-server.ts'
import { maxContentLength } from '../_shared/wire/text.ts'

let talk: Conversations
before(async () => {
  talk = await startConversations()
})
after(() => talk.close())

describe('sending a message', () => {
  it('streams the answer and keeps the whole turn', async () => {
    talk.server.behave(answer(['Hi', ' there', '!']))
    const { meta, text, last } = await talk.exchange({
      characterSlug: 'ada',
      content: 'Hello, Ada',
    })
    assert.equal(text, 'Hi there!')
    assert.ok(last?.type === 'message-end' && last.messageId === meta.messageId)
    const stored = await messagesOf(meta.chatId)
    assert.equal(stored.length, 3)
    const question = stored.find(({ id }) => id === meta.userMessageId)
    const reply = stored.find(({ id }) => id === meta.messageId)
    assert.equal(question?.content, 'Hello, Ada')
    assert.equal(reply?.parent_id, question?.id)
    assert.deepEqual(
      [reply?.status, reply?.content, reply?.finish_reason, reply?.output_tokens],
      ['complete', 'Hi there!', 'stop', 3],
    )
  })

  for (const [name, letter] of Object.entries({ letters: 'ж', 'halves of emoji': '🦊' })) {
    it(`takes the longest message with all its ${name} escaped, as some programs write JSON`, async () => {
      talk.server.behave(answer(['All of it']))
      const content = letter.repeat(maxContentLength / letter.length)
      const message = {
        siteKey,
        characterSlug: 'ada',
        clientMessageId: crypto.randomUUID(),
        content,
      }
      const body = JSON.stringify(message).replaceAll(/[^{}",:]/g, (unit) => {
        return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
      })
      const { token } = talk.visitor
      const response = await talk.functions.chat(pageRequest('/chat', { token, body }))
      const meta = await readEvents(response).nextOf('meta')
      const [question] = (await messagesOf(meta.chatId)).filter(({ role }) => role === 'user')
      assert.equal(question?.content, content)
    })
  }

  it('stores the message before any model is asked', async () => {
    const byHand = talk.server.byHand()
    const response = await talk.send({ content: 'Is it safe?' })
    const events = readEvents(response)
    const meta = await events.nextOf('meta')
    const upstream = await byHand
    const [question] = (await messagesOf(meta.chatId)).filter(({ role }) => role === 'user')
    assert.equal(question?.content, 'Is it safe?')
    upstream.text('Yes')
    upstream.finish()
    upstream.done()
    await events.rest()
  })

  it('shows the model the character and the conversation so far', async () => {
    talk.server.behave(answer(['First answer']))
    const { meta } = await talk.exchange({ characterSlug: 'ada', content: 'First question' })
    await talk.exchange({ chatId: meta.chatId, content: 'Second question' })
    const { request } = talk.server.exchanges.at(-1) ?? {}
    const messages = request?.['messages'] as { role: string; content: string }[]
    assert.deepEqual(
      messages.map(({ role }) => role),
      ['system', 'assistant', 'user', 'assistant', 'user'],
    )
    assert.match(messages[0]?.content ?? '', /You are Ada/u)
    assert.deepEqual(
      messages.slice(2).map(({ content }) => content),
      ['First question', 'First answer', 'Second question'],
    )
  })

  it('keeps emoji, right-to-left text and combining marks byte for byte', async () => {
    const content = '👩‍👩‍👧‍👦 שלום e\u0301 ﷺ \u202eabc\u202c \u{1f1fa}\u{1f1e6} "\\u0041" \r\n\t|'
    const pieces = ['נכון ', '👍', '🏽 e', '\u0301']
    talk.server.behave(answer(pieces))
    const { meta, text } = await talk.exchange({ content })
    assert.equal(text, pieces.join(''))
    const stored = await messagesOf(meta.chatId)
    assert.equal(stored.find(({ id }) => id === meta.userMessageId)?.content, content)
    assert.equal(stored.find(({ id }) => id === meta.messageId)?.content, pieces.join(''))
  })

  it('adds a variant when an answer is asked for again', async () => {
    talk.server.behave(answer(['One']))
    const { meta } = await talk.exchange({})
    talk.server.behave(answer(['Two']))
    const again = await talk.exchange({
      chatId: meta.chatId,
      regenerateMessageId: meta.messageId,
      content: undefined,
    })
    assert.equal(again.text, 'Two')
    assert.equal(again.meta.userMessageId, meta.userMessageId)
    const replies = (await messagesOf(meta.chatId)).filter(
      ({ parent_id }) => parent_id === meta.userMessageId,
    )
    assert.deepEqual(replies.map(({ content }) => content).sort(), ['One', 'Two'])
  })

  it('runs a turn once, however often it is sent', async () => {
    const byHand = talk.server.byHand()
    const asked = talk.server.exchanges.length
    const clientMessageId = crypto.randomUUID()
    const elsewhere = await talk.startProcess()
    const responses = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        talk.send({ clientMessageId }, { from: index % 2 === 0 ? talk.functions : elsewhere }),
      ),
    )
    const upstream = await byHand
    for (const word of ['Only', ' one', ' answer']) upstream.text(word)
    upstream.finish()
    upstream.done()
    const all = await Promise.all(responses.map((response) => readEvents(response).rest()))
    for (const events of all) assert.deepEqual(events, all[0])
    assert.equal(textOf(all[0] ?? []), 'Only one answer')
    assert.equal(talk.server.exchanges.length, asked + 1)
  })

  it('goes on and is stored when the visitor leaves', async () => {
    const byHand = talk.server.byHand()
    const events = readEvents(await talk.send({}))
    const meta = await events.nextOf('meta')
    const upstream = await byHand
    upstream.text('You')
    await events.nextOf('text-delta')
    await events.cancel()
    upstream.text(' left')
    upstream.finish()
    upstream.done()
    await talk.functions.idle()
    const reply = await messageOf(meta)
    assert.deepEqual([reply?.status, reply?.content], ['complete', 'You left'])
  })
})

describe('a model that fails', () => {
  it('is stood in for by an honest sentence when there is no other', async () => {
    talk.server.behave(failWith(503))
    const { meta, text, last } = await talk.exchange({ characterSlug: 'ada', content: 'Hello' })
    assert.ok(last?.type === 'message-end')
    const reply = await messageOf(meta)
    assert.deepEqual([reply?.status, reply?.provider], ['complete', 'offline'])
    assert.equal(reply?.content, text)
    assert.ok(text.length > 0)
    const used = await asService<Record<string, unknown>>(
      `usage_events?message_id=eq.${meta.messageId}&select=attempt,outcome,input_tokens`,
    )
    assert.deepEqual(used, [{ attempt: 1, outcome: 'status_503', input_tokens: null }])
  })

  it('keeps what was said when it breaks off', async () => {
    talk.server.behave(truncateAfter(['Half', ' an answer']))
    const { meta, last, text } = await talk.exchange({})
    assert.equal(text, 'Half an answer')
    assert.ok(last?.type === 'error' && last.code === 'stream_interrupted')
    const reply = await messageOf(meta)
    assert.deepEqual([reply?.status, reply?.content], ['interrupted', 'Half an answer'])
  })
})
