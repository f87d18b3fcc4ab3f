import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { startConversations, type Conversations } from '../../../test/fixtures/conversations.ts'
import {
  asService,
  environment,
  pageRequest,
  startFunctions,
} from '../../../test/fixtures/functions-under-test.ts'
import { answer } from '../../../test/fixtures/llm-server.ts'

type JobRow = { id: number; kind: string; attempts: number; last_error: string | null }

const ago = new Date(Date.now() - 3_600_000).toISOString()

/** Has a job wait that has been due for an hour. */
const due = (kind: string) =>
  asService<JobRow>('jobs', {
    method: 'POST',
    body: { kind, key: crypto.randomUUID(), run_at: ago },
  })

const left = (kind: string) => asService<JobRow>(`jobs?kind=eq.${kind}&run_at=lte.${ago}`)

let talk: Conversations
before(async () => {
  talk = await startConversations()
})
after(() => talk.close())

describe('maintenance', () => {
  it('does the jobs that are due, and says how many', async () => {
    await due('prune_stream_chunks')
    await due('erase_unused_visitors')
    const { maintenance } = await startFunctions()
    const headers = { apikey: environment.secretKey }
    const response = await maintenance(pageRequest('/maintenance', { headers }))
    const { done, failed } = (await response.json()) as { done: number; failed: number }
    assert.equal(response.status, 200)
    assert.ok(done >= 2 && failed === 0)
    assert.deepEqual(await left('prune_stream_chunks'), [])
    assert.deepEqual(await left('erase_unused_visitors'), [])
  })

  it('leaves a job alone that nobody here knows how to do', async () => {
    const [job] = await due('sing')
    const { maintenance } = await startFunctions()
    const headers = { apikey: environment.secretKey }
    await maintenance(pageRequest('/maintenance', { headers }))
    const [kept] = await asService<JobRow>(`jobs?id=eq.${job?.id}`, { method: 'DELETE' })
    assert.deepEqual([kept?.kind, kept?.attempts], ['sing', 0])
  })

  it('is not waited for: whoever ends an answer does what is due', async () => {
    await due('prune_stream_chunks')
    talk.server.behave(answer(['Hi']))
    await talk.exchange({})
    await talk.functions.idle()
    assert.deepEqual(await left('prune_stream_chunks'), [])
  })
})
