import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { eventStreamResponse, type EventText } from './event-stream.ts'

/** Events a test adds by hand. */
class HandFedEvents implements EventText {
  isClosed = false
  #text = ''
  #isOver = false
  #listener: () => void = () => undefined

  add(text: string): void {
    this.#text += text
    this.#listener()
  }

  finish(): void {
    this.#isOver = true
    this.#listener()
  }

  take(): string {
    const text = this.#text
    this.#text = ''
    return text
  }

  get ended(): boolean {
    return this.#isOver && this.#text === ''
  }

  onChange(listener: () => void): void {
    this.#listener = listener
  }

  close(): void {
    this.isClosed = true
  }
}

function readText(response: Response) {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  return {
    async next(): Promise<string | undefined> {
      const result = await reader?.read()
      return result?.done === false ? decoder.decode(result.value) : undefined
    },
    cancel: () => reader?.cancel(),
  }
}

const opening = 'retry: 2000\n: ok\n\n'

describe('an event stream', () => {
  it('sends its first bytes before there is any event', async () => {
    const events = new HandFedEvents()
    const response = eventStreamResponse(events)
    const reader = readText(response)
    assert.equal(await reader.next(), opening)
    assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8')
    assert.equal(response.headers.get('cache-control'), 'no-cache, no-transform')
    assert.equal(response.headers.get('x-accel-buffering'), 'no')
    await reader.cancel()
  })

  it('passes events on as they come, to the last one', async () => {
    const events = new HandFedEvents()
    const reader = readText(eventStreamResponse(events))
    await reader.next()
    const first = reader.next()
    events.add('a')
    assert.equal(await first, 'a')
    const second = reader.next()
    events.add('b')
    events.finish()
    assert.equal(await second, 'b')
    assert.equal(await reader.next(), undefined)
    assert.ok(events.isClosed)
  })

  it('joins what gathers while the reader is slow', async () => {
    const events = new HandFedEvents()
    const reader = readText(eventStreamResponse(events))
    for (const letter of 'abcdef') events.add(letter)
    events.finish()
    let text = ''
    let chunks = 0
    for (let chunk = await reader.next(); chunk !== undefined; chunk = await reader.next()) {
      text += chunk
      chunks += 1
    }
    assert.equal(text, `${opening}abcdef`)
    assert.ok(chunks <= 3)
  })

  it('is over at once when everything was there already', async () => {
    const events = new HandFedEvents()
    events.add('all of it')
    events.finish()
    assert.equal(await eventStreamResponse(events).text(), `${opening}all of it`)
  })

  it('closes its source when the reader leaves', async () => {
    const events = new HandFedEvents()
    const reader = readText(eventStreamResponse(events))
    await reader.next()
    await reader.cancel()
    assert.ok(events.isClosed)
    events.add('too late')
  })

  it('breaks a silence with comments', async () => {
    const events = new HandFedEvents()
    const reader = readText(eventStreamResponse(events, { pingMs: 5 }))
    await reader.next()
    assert.equal(await reader.next(), ': ping\n\n')
    assert.equal(await reader.next(), ': ping\n\n')
    await reader.cancel()
  })
})
