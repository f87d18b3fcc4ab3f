import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { startConversations, type Conversations } from '../../../test/fixtures/conversations.ts'
import { pageRequest, siteKey } from '../../../test/fixtures/functions-under-test.ts'
import { answer } from '../../../test/fixtures/llm-server.ts'
import {
  attributeOf,
  startSpanCollector,
  type SpanCollector,
} from '../../../test/fixtures/span-collector.ts'

let talk: Conversations
let collector: SpanCollector
before(async () => {
  talk = await startConversations()
  collector = await startSpanCollector()
})
after(async () => {
  await talk.close()
  await collector.close()
})

describe('a traced message', () => {
  it('is one trace from its page to its model, without a word that was said', async () => {
    talk.server.behave(answer(['what a model', ' said']))
    const { endpoint } = collector
    const tracing = { endpoint, headers: {}, serviceName: 'visavis' }
    const traced = await talk.startProcess({ changes: { tracing } })
    const traceId = crypto.randomUUID().replaceAll('-', '')
    const content = 'what a person said'
    const response = await traced.chat(
      pageRequest('/chat', {
        token: talk.visitor.token,
        headers: { traceparent: `00-${traceId}-${'cd'.repeat(8)}-01` },
        body: { siteKey, clientMessageId: crypto.randomUUID(), content },
      }),
    )
    await response.text()
    await traced.idle()
    const spans = collector.received.flatMap((received) => received.spans)
    const named = (name: string) =>
      spans.find((span) => span.name === name) ?? assert.fail(`No span ${name}`)
    const request = named('POST /chat')
    const turn = named('turn')
    const attempt = spans.find(({ name }) => name.startsWith('chat openai-compatible:'))
    assert.deepEqual(new Set(spans.map((span) => span.traceId)), new Set([traceId]))
    assert.equal(request.parentSpanId, 'cd'.repeat(8))
    assert.equal(named('begin_turn').parentSpanId, request.spanId)
    assert.equal(turn.parentSpanId, request.spanId)
    assert.equal(attempt?.parentSpanId, turn.spanId)
    assert.equal(named('finish_turn').parentSpanId, turn.spanId)
    assert.equal(attributeOf(turn, 'status'), 'complete')
    assert.equal(attributeOf(attempt, 'gen_ai.usage.output_tokens'), 2)
    const [asked] = talk.server.exchanges.slice(-1)
    assert.equal(asked?.headers['traceparent'], `00-${traceId}-${attempt?.spanId}-01`)
    for (const event of ['request', 'turn']) {
      const line = traced.logged.find((entry) => entry.event === event)
      assert.equal(line?.['traceId'], traceId)
    }
    assert.doesNotMatch(JSON.stringify(spans), /person|said/u)
  })

  it('that comes without a trace begins one', async () => {
    talk.server.behave(answer(['Hi']))
    const { endpoint } = collector
    const tracing = { endpoint, headers: {}, serviceName: 'visavis' }
    const traced = await talk.startProcess({ changes: { tracing } })
    const { last } = await talk.exchange({}, { from: traced })
    assert.equal(last?.type, 'message-end')
    await traced.idle()
    const traceId = traced.logged.find(({ event }) => event === 'turn')?.['traceId']
    const spans = collector.received.flatMap((received) => received.spans)
    const own = spans.filter((span) => span.traceId === traceId)
    const [root, ...others] = own.filter(({ parentSpanId }) => parentSpanId === undefined)
    assert.equal(root?.name, 'POST /chat')
    assert.equal(others.length, 0)
  })
})
