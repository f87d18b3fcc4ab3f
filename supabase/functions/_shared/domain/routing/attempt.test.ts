import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { message } from '../../../../../test/fixtures/message.ts'
import { ask, threeModels } from '../../../../../test/fixtures/routing/routing-process.ts'
import type { Tracer } from '../../tracer.ts'
import { ModelFailure } from '../model.ts'

describe('a thought that was taken for an answer', () => {
  async function leakedThought() {
    const routing = threeModels()
    const { reader, routed } = ask(routing.router)
    const asked = await routing.best.isAsked()
    asked.say('They ask why.')
    asked.takeBack()
    return { ...routing, reader, routed, asked }
  }

  it('goes at once, and the same model goes on', async () => {
    const { reader, routed, asked } = await leakedThought()
    assert.equal(reader.shown, '')
    asked.say('\nBecause.')
    asked.end()
    assert.equal((await routed).model, 'best')
    assert.deepEqual(reader.heard, ['selected best', 'text They ask why.', 'void', 'text Because.'])
  })

  it('leaves room for the next model when nothing follows it', async () => {
    const { reader, routed, asked, second } = await leakedThought()
    asked.end({ finishReason: 'length' })
    const next = await second.isAsked()
    next.say('Because.')
    next.end()
    assert.equal((await routed).model, 'second')
    assert.equal(reader.shown, 'Because.')
  })
})

describe('an answer without end', () => {
  for (const [how, pieces, length] of [
    ['all at once', ['x'.repeat(900_000)], 65_536],
    ['piece by piece', Array.from({ length: 900 }, () => 'x'.repeat(1_000)), 65_536],
    ['in characters of two halves', ['x', '👋'.repeat(60_000)], 65_535],
  ] as const) {
    it(`is cut where it is too long, and its connection closed, when it is said ${how}`, async () => {
      const { best, router } = threeModels()
      const { reader, routed } = ask(router)
      const asked = await best.isAsked()
      for (const piece of pieces) asked.say(piece)
      const { finishReason, model } = await routed
      assert.equal(finishReason, 'length')
      assert.equal(model, 'best')
      assert.equal(asked.signal.aborted, true)
      assert.equal(reader.shown.length, length)
      assert.ok(pieces.join('').startsWith(reader.shown))
    })
  }

  it('is whole when it is just as long as it may be', async () => {
    const { best, router } = threeModels()
    const { reader, routed } = ask(router)
    const asked = await best.isAsked()
    asked.say('x'.repeat(65_536))
    asked.end()
    assert.equal((await routed).finishReason, 'stop')
    assert.equal(reader.shown.length, 65_536)
  })

  it('is cut with what it has said already when it is continued', async () => {
    const { best, router } = threeModels()
    const { reader, routed } = ask(router, {
      isContinuation: true,
      history: [
        message('user', 'Count.'),
        message('assistant', 'x'.repeat(65_000)),
        message('user', 'Go on.'),
      ],
    })
    ;(await best.isAsked()).say('x'.repeat(65_000))
    assert.equal((await routed).finishReason, 'length')
    assert.equal(reader.shown.length, 536)
  })
})

describe('the tokens of an answer', () => {
  it('are those of every model that was asked, by the last that each has told', async () => {
    const { router, best, second } = threeModels()
    const { reader, routed } = ask(router)
    const failing = await best.isAsked()
    failing.count({ inputTokens: 1000, outputTokens: 0 })
    failing.count({ inputTokens: 1000, outputTokens: 500 })
    failing.fail(new ModelFailure('empty', { blame: 'nobody' }))
    const next = await second.isAsked()
    next.say('Hello')
    next.count({ inputTokens: 1200, outputTokens: 20 })
    next.end()
    await routed
    assert.deepEqual(reader.usage, { inputTokens: 2200, outputTokens: 520 })
  })

  it('are what was told when it is stopped or cut at its longest', async () => {
    for (const settle of ['stop', 'cut'] as const) {
      const { router, best } = threeModels()
      const { reader, routed } = ask(router)
      const asked = await best.isAsked()
      asked.say('Well')
      asked.count({ inputTokens: 9, outputTokens: 1 })
      if (settle === 'stop') reader.stop()
      else asked.say('x'.repeat(65_536))
      await Promise.allSettled([routed])
      assert.deepEqual(reader.usage, { inputTokens: 9, outputTokens: 1 })
    }
  })
})

describe('the span of an attempt', () => {
  it('says whom it asked, how it ended and what it took, and no word of it', async () => {
    const spans: Record<string, unknown>[] = []
    const tracer: Tracer = {
      isOn: true,
      span(start, work) {
        const span = { name: start.name, ...start.attributes }
        spans.push(span)
        return work((attributes) => Object.assign(span, attributes))
      },
    }
    const { router, clock, best, second } = threeModels({ tracer })
    const { routed } = ask(router)
    ;(await best.isAsked()).fail(new ModelFailure('status', { status: 503 }))
    const answering = await second.isAsked()
    clock.advance(40)
    answering.say('Hello')
    answering.count({ inputTokens: 12, outputTokens: 2 })
    answering.end()
    await routed
    const fields = ['name', 'attempt', 'outcome', 'error.type', 'firstTokenMs'] as const
    assert.deepEqual(
      spans.map((span) => fields.map((field) => span[field])),
      [
        ['chat groq:best', 1, 'failed', 'status_503', undefined],
        ['chat gemini:second', 2, 'answered', undefined, 40],
      ],
    )
    assert.equal(spans[1]?.['gen_ai.usage.output_tokens'], 2)
    assert.doesNotMatch(JSON.stringify(spans), /Hello/u)
  })
})
