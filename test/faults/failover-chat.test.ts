import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { SequencedChatEvent } from '../../supabase/functions/_shared/wire/chat-event.ts'
import { defaultCooldowns } from '../../supabase/functions/_shared/domain/routing/cooldown.ts'
import type { ProviderId } from '../../supabase/functions/_shared/wire/model.ts'
import { messageOf, startConversations, type Conversations } from '../fixtures/conversations.ts'
import { readEvents, textOf } from '../fixtures/event-reader.ts'
import { asService } from '../fixtures/functions-under-test.ts'
import { dialects } from './dialects/dialects.ts'
import { limitsFor, nextAfter } from './failover.ts'
import type { Fault, Moment } from './fault.ts'
import { startFaultServer, type FaultServer } from './fault-server.ts'
import { faults } from './faults.ts'
import { harmlessOddities, healthy } from './harmless-oddities.ts'
import { firstHalf, wholeAnswer } from './speaker.ts'

let server: FaultServer
let talk: Conversations
/** Part of the names of this test's own models. */
const own = `fault-${crypto.randomUUID()}`

before(async () => {
  server = await startFaultServer()
  talk = await startConversations()
})
after(async () => {
  await Promise.all([talk.close(), server.close()])
  await asService(`model_health?subject=like.*${own}*`, { method: 'DELETE' })
})

/** The best models there are, for as long as `work` takes. */
async function withModels<Result>(
  providers: readonly ProviderId[],
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const row = { name, label: name, quality: 10, price: 'free', context_tokens: 32_000 }
  const rows = providers.map((provider) => ({
    id: `${provider}:${name}`,
    provider_id: provider,
    ...row,
  }))
  await asService('models', { method: 'POST', body: rows })
  try {
    return await work()
  } finally {
    await asService(`models?name=eq.${name}`, { method: 'DELETE' })
  }
}

type Sample = { provider: ProviderId; name: string; moment: Moment }

/** One turn through the chat function, the database and the models of two providers. */
async function converse({ provider, name, moment }: Sample) {
  const dialect = dialects.find((each) => each.provider === provider)
  const fault: Fault | undefined = [...faults, ...harmlessOddities].find(
    (each) => each.name === name,
  )
  assert.ok(dialect && fault)
  const next = nextAfter(dialect)
  const model = `${own}.${name}.${moment}`
  const from = await talk.startProcess({
    changes: {
      providers: {
        [provider]: { apiKey: 'sk-fake', baseUrl: server.baseUrl({ dialect, fault, moment }) },
        [next.provider]: {
          apiKey: 'sk-fake',
          baseUrl: server.baseUrl({ dialect: next, fault: healthy, moment: 'asked' }),
        },
      },
      openAiCompatibleModel: undefined,
      routing: { limits: limitsFor(fault), cooldowns: defaultCooldowns, isHedging: false },
    },
  })
  const exchange = await withModels([provider, next.provider], model, () =>
    talk.exchange({ model: `${provider}:${model}` }, { from }),
  )
  return { ...exchange, dialect, next, stored: await messageOf(exchange.meta) }
}

/** The kinds of events in their order, runs of text as one, moods left out. */
function kindsOf(events: readonly SequencedChatEvent[]): string[] {
  return events
    .map(({ event }) => event.type)
    .filter((type) => type !== 'mind-state')
    .filter((type, index, all) => type !== 'text-delta' || type !== all[index - 1])
}

function splitAtReset(events: readonly SequencedChatEvent[]): [before: string, after: string] {
  const at = events.findIndex(({ event }) => event.type === 'reset')
  return [textOf(events.slice(0, at)), textOf(events.slice(at))]
}

describe('a chat whose model fails', () => {
  const unseen: Sample[] = [
    { provider: 'openai', name: '429-retry-after-seconds', moment: 'asked' },
    { provider: 'cerebras', name: '200-html', moment: 'asked' },
    { provider: 'qwen', name: 'refusal', moment: 'asked' },
    { provider: 'deepseek', name: 'keep-alives-only', moment: 'begun' },
    { provider: 'gemini', name: 'truncated', moment: 'thinking' },
    { provider: 'groq', name: 'endless-inline-thinking', moment: 'begun' },
    { provider: 'anthropic', name: 'only-whitespace', moment: 'begun' },
  ]
  for (const sample of unseen) {
    it(`shows nothing of ${sample.name} (${sample.provider})`, async () => {
      const { events, text, next, stored } = await converse(sample)
      assert.deepEqual(kindsOf(events), [
        'meta',
        'model-selected',
        'model-selected',
        'text-delta',
        'message-end',
      ])
      assert.equal(text, wholeAnswer(next))
      assert.deepEqual(
        [stored?.status, stored?.content, stored?.provider],
        ['complete', wholeAnswer(next), next.provider],
      )
    })
  }

  const midway: Sample[] = [
    { provider: 'openrouter', name: 'error-chunk', moment: 'speaking' },
    { provider: 'groq', name: 'truncated', moment: 'speaking' },
    { provider: 'anthropic', name: 'reset-in-stream', moment: 'speaking' },
    { provider: 'deepseek', name: 'keep-alives-only', moment: 'speaking' },
    { provider: 'qwen', name: 'moderation-in-stream', moment: 'speaking' },
    { provider: 'gemini', name: 'endless-thinking', moment: 'speaking' },
    { provider: 'cerebras', name: 'huge-line', moment: 'speaking' },
  ]
  for (const sample of midway) {
    it(`begins anew after ${sample.name} (${sample.provider})`, async () => {
      const { meta, events, dialect, next, stored } = await converse(sample)
      assert.deepEqual(kindsOf(events), [
        'meta',
        'model-selected',
        'text-delta',
        'model-selected',
        'reset',
        'text-delta',
        'message-end',
      ])
      assert.deepEqual(splitAtReset(events), [firstHalf(dialect), wholeAnswer(next)])
      assert.deepEqual(
        [stored?.status, stored?.content, stored?.provider],
        ['complete', wholeAnswer(next), next.provider],
      )
      // Whoever comes back later is shown the very same.
      assert.deepEqual(await readEvents(await talk.resume(meta.streamId)).rest(), events)
    })
  }

  for (const name of ['halves-of-a-character', 'byte-by-byte', 'thinks-inline-first']) {
    it(`shows and keeps what only looks odd: ${name}`, async () => {
      const { events, text, dialect, stored } = await converse({
        provider: 'openai',
        name,
        moment: 'asked',
      })
      assert.deepEqual(kindsOf(events), ['meta', 'model-selected', 'text-delta', 'message-end'])
      assert.equal(text, wholeAnswer(dialect))
      assert.deepEqual([stored?.status, stored?.content], ['complete', text])
      for (const { event } of events) assert.doesNotMatch(JSON.stringify(event), /\\ud[89a-f]/u)
    })
  }
})
