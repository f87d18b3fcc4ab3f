import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createParser } from 'eventsource-parser'
import type { ErrorStatus } from './dialects/dialect.ts'
import { dialects } from './dialects/dialects.ts'
import type { Moment } from './fault.ts'
import { startFaultServer, type FaultServer } from './fault-server.ts'
import { faults } from './faults.ts'
import { harmlessOddities } from './harmless-oddities.ts'
import { firstHalf, secretThought, wholeAnswer } from './speaker.ts'

const everything = [...faults, ...harmlessOddities]

let server: FaultServer

before(async () => {
  server = await startFaultServer()
})
after(() => server.close())

function ask(provider: string, name: string, moment: Moment = 'asked', signal?: AbortSignal) {
  const dialect = dialects.find((each) => each.provider === provider)
  const fault = everything.find((each) => each.name === name)
  assert.ok(dialect && fault, `${provider} ${name}`)
  return fetch(`${server.baseUrl({ dialect, fault, moment })}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: `${provider} ${name}` }),
    ...(signal && { signal }),
  })
}

/** The data of every event. */
function dataOf(stream: string): string[] {
  const found: string[] = []
  const parser = createParser({ onEvent: ({ data }) => found.push(data) })
  parser.feed(stream)
  return found
}

/** The words of a stream, in whatever dialect; thinking that is flagged or has a field aside. */
function textOf(stream: string): string {
  type Chunk = { choices?: { delta?: { content?: string | null; extra_content?: unknown } }[] }
  return dataOf(stream)
    .filter((data) => data !== '[DONE]')
    .map((data) => (JSON.parse(data) as Chunk).choices?.[0]?.delta)
    .map((delta) => (delta?.extra_content === undefined ? (delta?.content ?? '') : ''))
    .join('')
}

describe('the fault server', () => {
  it('knows everything it does by a name of its own', () => {
    const names = everything.map(({ name }) => name)
    assert.equal(new Set(names).size, names.length)
  })

  for (const dialect of dialects) {
    const { provider } = dialect
    describe(`as ${provider}`, () => {
      it('answers well', async () => {
        const stream = await (await ask(provider, 'healthy')).text()
        assert.equal(textOf(stream), wholeAnswer(dialect))
        assert.equal(dataOf(stream).at(-1), '[DONE]')
        assert.match(stream, /"prompt_tokens":12/u)
      })

      it('has an error of its own for every status', async () => {
        for (const status of [401, 402, 403, 404, 408, 413, 429, 500, 503, 529] as const) {
          const response = await ask(provider, String(status))
          assert.equal(response.status, status)
          assert.deepEqual(await response.json(), dialect.errors[status satisfies ErrorStatus])
        }
      })

      it('breaks off after a first half', async () => {
        const stream = await (await ask(provider, 'truncated', 'speaking')).text()
        assert.equal(textOf(stream), firstHalf(dialect))
        assert.doesNotMatch(stream, /DONE|"finish_reason":"/u)
      })

      it('thinks before it breaks off, where its thinking can be seen at all', async () => {
        const stream = await (await ask(provider, 'truncated', 'thinking')).text()
        const isSeen = !['anthropic', 'openai'].includes(provider)
        assert.equal(stream.includes(secretThought), isSeen)
        assert.equal(textOf(stream), '')
      })

      it('keeps the connection alive for as long as it is there', async () => {
        const leaving = new AbortController()
        const response = await ask(provider, 'keep-alives-only', 'begun', leaving.signal)
        const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
        let seen = ''
        while (seen.split(dialect.keepAlive).length < 5) seen += (await reader?.read())?.value ?? ''
        assert.equal(textOf(seen), '')
        leaving.abort()
        await server.requestsFor(`${provider} keep-alives-only`)[0]?.closed
      })
    })
  }

  it('lets no byte be lost when it breaks the connection', async () => {
    const response = await ask('groq', 'reset-in-stream', 'speaking')
    let seen = ''
    await assert.rejects(async () => {
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
      for (;;) {
        const { done, value } = (await reader?.read()) ?? { done: true }
        if (done) break
        seen += value ?? ''
      }
    })
    assert.match(seen, /небо/u)
  })

  for (const name of ['connection-refused', 'tls-failure', 'reset-before-headers']) {
    it(`lets nobody come to an answer by ${name}`, async () => {
      await assert.rejects(ask('groq', name))
    })
  }

  it('tempts whoever would wait, in each way to say how long', async () => {
    const headers = async (name: string) => (await ask('openai', name)).headers
    assert.equal((await headers('429-retry-after-1s')).get('retry-after'), '1')
    assert.match((await headers('429-retry-after-date')).get('retry-after') ?? '', /GMT$/u)
    assert.equal((await headers('429-retry-after-ms')).get('retry-after-ms'), '3600000')
    assert.equal((await headers('429')).get('x-should-retry'), 'true')
    assert.match(await (await ask('gemini', '429-vendor-hint')).text(), /"retryDelay":"3600s"/u)
  })
})
