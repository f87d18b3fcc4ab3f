import { expect } from 'chai'
import type { ChatEvent, SequencedChatEvent } from '#wire/chat-event.ts'
import { encodeChatEvent } from '#wire/event-stream.ts'
import {
  errorEvent,
  ids,
  messageEnd,
  meta,
  sent,
  textDelta,
} from '../../test-support/conversation-fixtures.ts'
import {
  ScriptedApi,
  type ScriptedRoutes,
  type ScriptedStep,
} from '../../test-support/scripted-api.ts'
import { ConversationError, problemOf } from './conversation-error.ts'
import { call } from './http.ts'
import { SseChatTransport, type SseChatTransportOptions } from './sse-chat-transport.ts'

const chatRoute = 'POST /functions/v1/chat'
const streamRoute = 'GET /functions/v1/chat/stream/*'

const request = {
  siteKey: 'demo',
  content: 'Привет',
  clientMessageId: 'e0000000-0000-4000-8000-000000000001',
}

/** A transport without waiting: its delays are counted, not lived through. */
async function scripted(routes: ScriptedRoutes, options: Partial<SseChatTransportOptions> = {}) {
  const api = await ScriptedApi.start(routes)
  const transport = new SseChatTransport({
    api: { call: (path, init) => call((...input) => fetch(...input), api.url + path, init) },
    resumeDelaysMs: [0, 0, 0],
    startDelaysMs: [0, 0],
    ...options,
  })
  return { api, transport }
}

async function collect(events: AsyncIterable<ChatEvent>): Promise<ChatEvent[]> {
  const collected: ChatEvent[] = []
  for await (const event of events) collected.push(event)
  return collected
}

function textOf(events: readonly ChatEvent[]): string {
  return events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')
}

async function problemWith(events: AsyncIterable<ChatEvent>): Promise<string> {
  return collect(events).then(() => 'none', problemOf)
}

/** A view's own event: it has no place in the stream. */
function askToReconnect(afterSequence: number): ScriptedStep {
  return { raw: `data: ${JSON.stringify({ type: 'reconnect', afterSequence })}\n\n` }
}

const unaborted = new AbortController().signal
// Characters that some take for the end of a line are none in a stream.
const ending = textDelta('друг.\u2028\u0085\n\r\nid: 9')
const answer = [meta, textDelta('Добрый '), textDelta('день, '), ending, messageEnd]

describe('the chat transport', () => {
  it('brings the events of an answer in order, and ends with it', async () => {
    const { transport } = await scripted({ [chatRoute]: [{ steps: sent(answer) }] })
    expect(await collect(transport.start(request, unaborted))).to.deep.equal(answer)
  })

  it('resumes behind the last event it has, wherever the connection is cut', async () => {
    for (let cut = 1; cut < answer.length; cut += 1) {
      const { api, transport } = await scripted({
        [chatRoute]: [{ steps: [...sent(answer.slice(0, cut)), { cut: true }] }],
        [streamRoute]: [{ steps: sent(answer.slice(cut), cut + 1) }],
      })
      expect(await collect(transport.start(request, unaborted))).to.deep.equal(answer)
      const [resumed] = await api.received(streamRoute, 1)
      expect(resumed?.path).to.equal(`/functions/v1/chat/stream/${ids.stream}`)
      expect(resumed?.headers['last-event-id']).to.equal(`${cut}`)
    }
  })

  it('passes over what it has already, when the server sends it again', async () => {
    const { transport } = await scripted({
      [chatRoute]: [{ steps: [...sent(answer.slice(0, 3)), { cut: true }] }],
      [streamRoute]: [{ steps: sent(answer) }],
    })
    expect(textOf(await collect(transport.start(request, unaborted)))).to.equal(textOf(answer))
  })

  it('drops half an event at a cut, and gets it whole with the next connection', async () => {
    const half = `id: 3\ndata: ${JSON.stringify(textDelta('день, ')).slice(0, 20)}`
    const { transport } = await scripted({
      [chatRoute]: [{ steps: [...sent(answer.slice(0, 2)), { raw: half }, { cut: true }] }],
      [streamRoute]: [{ steps: sent(answer.slice(2), 3) }],
    })
    expect(await collect(transport.start(request, unaborted))).to.deep.equal(answer)
  })

  it('reads events that come in any pieces', async () => {
    const stream = `: ping\n\n${sent(answer)
      .map((step) => ('event' in step ? encodeChatEvent(step as SequencedChatEvent) : ''))
      .join('')}`
    const bytes = new TextEncoder().encode(stream)
    for (const size of [1, 7, 64, bytes.length]) {
      let position = 0
      const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
        pull(controller) {
          if (position >= bytes.length) return controller.close()
          controller.enqueue(bytes.slice(position, (position += size)))
        },
      })
      const headers = { 'content-type': 'text/event-stream; charset=utf-8' }
      const transport = new SseChatTransport({
        api: { call: () => Promise.resolve(new Response(body, { headers })) },
      })
      expect(await collect(transport.start(request, unaborted))).to.deep.equal(answer)
    }
  })

  it('comes back at once whenever the server asks it to, and tells nobody', async () => {
    const views = answer.slice(0, -1).map((event, index) => ({
      steps: [...sent([event], index + 1), askToReconnect(index + 1)],
    }))
    const { api, transport } = await scripted(
      {
        [chatRoute]: views.slice(0, 1),
        [streamRoute]: [...views.slice(1), { steps: sent([messageEnd], answer.length) }],
      },
      // A second try in vain would have nothing to wait for, and give up.
      { resumeDelaysMs: [0] },
    )
    expect(await collect(transport.start(request, unaborted))).to.deep.equal(answer)
    const requests = await api.received(streamRoute, answer.length - 1)
    expect(requests.map(({ headers }) => headers['last-event-id'])).to.deep.equal([
      '1',
      '2',
      '3',
      '4',
    ])
  })

  it('comes back ever slower, but never gives up, when it is asked to without need', async () => {
    const inVain = { steps: [askToReconnect(2)] }
    const { api, transport } = await scripted(
      {
        [chatRoute]: [{ steps: [...sent(answer.slice(0, 2)), askToReconnect(2)] }],
        [streamRoute]: [
          ...Array<typeof inVain>(6).fill(inVain),
          { steps: sent(answer.slice(2), 3) },
        ],
      },
      { resumeDelaysMs: [0, 0, 120] },
    )
    const startedAt = performance.now()
    expect(await collect(transport.start(request, unaborted))).to.deep.equal(answer)
    expect(await api.received(streamRoute, 7)).to.have.length(7)
    expect(performance.now() - startedAt).to.be.above(4 * 120)
  })

  it('takes any number of its own for a request to reconnect, or none', async () => {
    const event = { type: 'reconnect', afterSequence: 2 }
    const forms = [`id: 2\n`, `id: 3\n`, ''].map((id) => `${id}data: ${JSON.stringify(event)}\n\n`)
    for (const raw of forms) {
      const { transport } = await scripted({
        [chatRoute]: [{ steps: [...sent(answer.slice(0, 2)), { raw }, { stall: true }] }],
        [streamRoute]: [{ steps: sent(answer.slice(2), 3) }],
      })
      expect(await collect(transport.start(request, unaborted))).to.deep.equal(answer)
    }
  })

  it('takes silence for a lost connection, and pings for a living one', async () => {
    const ping = { raw: ': ping\n\n' }
    const { api, transport } = await scripted(
      {
        [chatRoute]: [{ steps: [...sent(answer.slice(0, 2)), ping, { stall: true }] }],
        [streamRoute]: [{ steps: sent(answer.slice(2), 3) }],
      },
      { silenceMs: 600 },
    )
    expect(await collect(transport.start(request, unaborted))).to.deep.equal(answer)
    expect(await api.received(streamRoute, 1)).to.have.length(1)
  })

  it('sends the same turn again when the connection is lost before the turn was taken', async () => {
    const { api, transport } = await scripted({
      [chatRoute]: [{ steps: [{ cut: true }] }, { steps: sent(answer) }],
    })
    expect(await collect(transport.start(request, unaborted))).to.deep.equal(answer)
    const requests = await api.received(chatRoute, 2)
    expect(requests.map(({ body }) => body)).to.deep.equal([request, request])
  })

  it('gives up as offline after its last attempt', async () => {
    const { api, transport } = await scripted({
      [chatRoute]: [{ steps: [...sent(answer.slice(0, 2)), { cut: true }] }],
      [streamRoute]: [{ steps: [{ cut: true }] }],
    })
    expect(await problemWith(transport.start(request, unaborted))).to.equal('offline')
    expect(await api.received(streamRoute, 3)).to.have.length(3)
  })

  it('does not count failures against a connection that brings something each time', async () => {
    const cuts = answer.map((event, index) => ({
      steps: [...sent([event], index + 1), { cut: true } as const],
    }))
    const [first, ...others] = cuts
    const { transport } = await scripted(
      { [chatRoute]: first ? [first] : [], [streamRoute]: others },
      { resumeDelaysMs: [0] },
    )
    expect(await collect(transport.start(request, unaborted))).to.deep.equal(answer)
  })

  it('ends with an error event, and does not try again', async () => {
    const events = [meta, textDelta('Доб'), errorEvent('model_unavailable')]
    const { api, transport } = await scripted({ [chatRoute]: [{ steps: sent(events) }] })
    expect(await collect(transport.start(request, unaborted))).to.deep.equal(events)
    expect(await api.received(chatRoute, 1)).to.have.length(1)
  })

  it('does not repeat what the server has refused', async () => {
    const json = { code: 'turn_in_progress', message: '', streamId: ids.otherStream }
    const { api, transport } = await scripted({ [chatRoute]: [{ status: 409, json }] })
    expect(await problemWith(transport.start(request, unaborted))).to.equal('turn_in_progress')
    expect(await api.received(chatRoute, 1)).to.have.length(1)
  })

  it('tries again while the server is away behind its proxy', async () => {
    const { transport } = await scripted({
      [chatRoute]: [{ status: 503 }, { status: 502 }, { steps: sent(answer) }],
    })
    expect(await collect(transport.start(request, unaborted))).to.deep.equal(answer)
  })

  it('passes over event types of a newer server, and fields it does not know', async () => {
    const newer = { ...textDelta('Добрый '), mood: 'warm' } as ChatEvent
    const { transport } = await scripted({
      [chatRoute]: [{ steps: sent([meta, { type: 'safety-notice' }, newer, messageEnd]) }],
    })
    expect(await collect(transport.start(request, unaborted))).to.deep.equal([
      meta,
      newer,
      messageEnd,
    ])
  })

  it('calls it a protocol error when a known event is malformed', async () => {
    const streams = [
      'id: 2\ndata: {"type":"text-delta"}\n\n',
      'id: 2\ndata: {"type":\n\n',
      'id: 2\ndata: "text"\n\n',
      'data: {"type":"text-delta","text":"x"}\n\n',
    ]
    for (const raw of streams) {
      const { transport } = await scripted({ [chatRoute]: [{ steps: [...sent([meta]), { raw }] }] })
      expect(await problemWith(transport.start(request, unaborted))).to.equal('protocol_error')
    }
  })

  it('calls a page that is no stream a protocol error', async () => {
    const { transport } = await scripted({
      [chatRoute]: [{ steps: [{ raw: '<html>' }], type: 'text/html' }],
    })
    expect(await problemWith(transport.start(request, unaborted))).to.equal('protocol_error')
  })

  it('stops reading when it is aborted, without an error and without another attempt', async () => {
    const { api, transport } = await scripted({
      [chatRoute]: [{ steps: [...sent(answer.slice(0, 2)), { stall: true }] }],
    })
    const abort = new AbortController()
    const events: ChatEvent[] = []
    for await (const event of transport.start(request, abort.signal)) {
      events.push(event)
      if (event.type === 'text-delta') abort.abort()
    }
    expect(events).to.deep.equal(answer.slice(0, 2))
    expect(await api.received(chatRoute, 1)).to.have.length(1)
  })

  it('follows a stream from its beginning, and says when there is none', async () => {
    const { transport } = await scripted({ [streamRoute]: [{ steps: sent(answer) }] })
    expect(await collect(transport.follow(ids.stream, unaborted))).to.deep.equal(answer)
    const json = { code: 'stream_not_found', message: '' }
    const gone = await scripted({ [streamRoute]: [{ status: 404, json }] })
    const problem = await problemWith(gone.transport.follow(ids.stream, unaborted))
    expect(problem).to.equal('stream_not_found')
  })

  it('throws conversation errors only', async () => {
    const { transport } = await scripted({ [chatRoute]: [{ status: 418 }] })
    const error: unknown = await collect(transport.start(request, unaborted)).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).to.be.instanceOf(ConversationError)
  })
})
