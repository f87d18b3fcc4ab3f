import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { message } from '../../../../../test/fixtures/message.ts'
import {
  continuation,
  eventsOf,
  handFedTurns,
  metaOf,
  readAll,
  turn,
  runUntilAsked,
} from '../../../../../test/fixtures/hand-fed-router.ts'
import type { ChatEvent } from '../../wire/chat-event.ts'
import { ModelFailure } from '../model.ts'
import { prompts } from '../prompting/prompts.ts'

/** An answer that broke off, and all that is needed to go on. */
async function brokenOff(text: string) {
  const turns = handFedTurns()
  const { dependencies, router } = turns
  const { view } = await runUntilAsked(dependencies, turn())
  const { chatId, messageId, streamId } = metaOf(view)
  router.say(text)
  router.fail(new ModelFailure('truncated'))
  await readAll(view)
  const goOn = () => runUntilAsked(dependencies, continuation(chatId, messageId))
  return { ...turns, messageId, streamId, goOn }
}

/** What a reader has on the screen in the end. */
function shownBy(events: readonly ChatEvent[]): string {
  return events.reduce((shown, event) => {
    if (event.type === 'reset') return ''
    return event.type === 'text-delta' ? shown + event.text : shown
  }, '')
}

describe('going on with an answer', () => {
  it('streams the whole of it under the same message, what was said first', async () => {
    const { router, store, messageId, streamId, goOn } = await brokenOff('The sea is')
    const { view } = await goOn()
    const [meta, said] = eventsOf(view.take())
    assert.ok(meta?.type === 'meta' && meta.messageId === messageId)
    assert.notEqual(meta.streamId, streamId)
    assert.deepEqual(said, { type: 'text-delta', text: 'The sea ' })
    router.say('is calm')
    router.end()
    await readAll(view)
    const end = await store.settled(meta.streamId)
    assert.deepEqual([end.status, end.content], ['complete', 'The sea is calm'])
  })

  it('asks with what was said as the model’s own words, and how to go on', async () => {
    const { router, goOn } = await brokenOff('The sea is')
    await goOn()
    const request = router.requests.at(-1)
    assert.deepEqual(request?.history.slice(-3), [
      message('user', 'Hello'),
      message('assistant', 'The sea'),
      message('user', prompts.en.continue),
    ])
    assert.equal(request?.isContinuation, true)
    router.end()
  })

  it('asks afresh when hardly a word was said', async () => {
    const { router, goOn } = await brokenOff('Th')
    const { view } = await goOn()
    const request = router.requests.at(-1)
    assert.deepEqual(request?.history.at(-1), message('user', 'Hello'))
    assert.equal(request?.isContinuation, false)
    router.say('The sea')
    router.end()
    assert.equal(shownBy(eventsOf(await readAll(view))), 'The sea')
  })

  it('is one stream, however often it is asked for', async () => {
    const { router, goOn } = await brokenOff('The sea is')
    const { view: first } = await goOn()
    const { view: second } = await goOn()
    router.say('is calm')
    router.end()
    assert.equal(await readAll(second), await readAll(first))
    assert.equal(router.requests.length, 2)
  })

  it('keeps what was said when another model starts over', async () => {
    const { router, store, goOn } = await brokenOff('The sea is')
    const { view } = await goOn()
    router.say('is grey')
    router.sink.onSelected({ model: 'second', provider: 'other', attempt: 2, reason: 'truncated' })
    router.sink.onRestart('truncated')
    router.say('is calm')
    router.end({ model: 'second', provider: 'other' })
    const events = eventsOf(await readAll(view))
    assert.equal(shownBy(events), 'The sea is calm')
    const settled = [...store.answers.values()].at(-1)?.end
    assert.equal(settled?.content, 'The sea is calm')
  })

  for (const [name, finish] of Object.entries({
    'no model can': (fail: (error: Error) => void) => fail(new ModelFailure('connection')),
    'it is stopped at once': (_: unknown, stop: () => void) => stop(),
  })) {
    it(`loses not a letter, and stays its author’s, when ${name}`, async () => {
      const { dependencies, router, store, goOn } = await brokenOff('The sea is')
      const { view } = await goOn()
      const { streamId } = metaOf(view)
      const visitor = { streamId, visitorId: store.answers.get(streamId)?.visitorId ?? '' }
      finish(router.fail, () => dependencies.streamLog.find(visitor)?.stop())
      await readAll(view)
      const end = await store.settled(streamId)
      assert.deepEqual([end.content, end.model], ['The sea is', null])
      const stored = store.answers.get(streamId)?.events.map(({ event }) => event) ?? []
      assert.equal(shownBy(stored), 'The sea is')
    })
  }
})
