import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { testDatabase } from '../../scripts/testing/test-database.ts'
import { streamLogDefaults } from '../../supabase/functions/_shared/domain/streaming/stream-log.ts'
import { cutStreams } from './cut-streams.ts'
import { sendEqualKeys } from './equal-keys.ts'
import { shownBy, startReading } from './event-blocks.ts'
import { killProducers } from './killed-producers.ts'
import { stopStreams } from './stopped-streams.ts'
import { startStreamStack, type StreamStack } from './stream-stack.ts'

// A few of each, over real processes; `npm run measure -- resume` takes a thousand and says how fast.

let streams: StreamStack
before(async () => {
  streams = await startStreamStack(testDatabase())
})
after(() => streams.close())

describe('an answer that streams', () => {
  it('comes whole, byte for byte, to readers who are cut off at any byte', async () => {
    const options = { streams: 2, readersPerStream: 4, cutsPerReader: 8 }
    const { cuts, identical, duplicates } = await cutStreams(streams, options)
    assert.ok(cuts > 20)
    assert.equal(identical, cuts)
    assert.equal(duplicates, 0)
  })

  it('is kept but for the last moments when its producer is killed, and can be gone on with', async () => {
    const outcome = await killProducers(streams, { processes: 1, streamsPerProcess: 10 })
    const { kills, textLostMs, toldInterrupted, storedInterrupted, completed } = outcome
    assert.equal(kills, 10)
    // What was said since the last call that stored it, and while that was under way.
    const mostLostMs = 2 * streamLogDefaults.flushMs
    assert.ok(Math.max(...textLostMs) < mostLostMs, `lost ${Math.max(...textLostMs)} ms of text`)
    assert.deepEqual([toldInterrupted, storedInterrupted, completed], [kills, kills, kills])
  })

  it('goes on elsewhere when its process is about to end', async () => {
    const { server, startChat, send, resume } = streams
    const producer = await startChat()
    const other = await startChat()
    const byHand = server.byHand()
    const reading = startReading(await send(producer))
    const { streamId } = await reading.firstOf('meta')
    const upstream = await byHand
    upstream.text('One ')
    await reading.firstOf('text-delta')
    producer.retire()
    const { afterSequence } = await reading.firstOf('reconnect')
    const first = (await reading.all).slice(0, -1)
    const rest = startReading(await resume(other, streamId, afterSequence))
    upstream.text('two')
    upstream.finish()
    upstream.done()
    assert.equal(shownBy([...first, ...(await rest.all)]), 'One two')
    await producer.kill()
    await other.kill()
  })

  it('is one answer, however often its message is sent at once', async () => {
    const outcome = await sendEqualKeys(streams)
    assert.deepEqual(outcome, { upstreamCalls: 1, userMessages: 1, transcripts: 1 })
  })

  for (const through of ['its own process', 'another process'] as const) {
    it(`closes the model’s connection when it is stopped through ${through}`, async () => {
      const { toldStopped, storedStopped } = await stopStreams(streams, { times: 3, through })
      assert.deepEqual([toldStopped, storedStopped], [3, 3])
    })
  }
})
