import { expect } from 'chai'
import type { ChatEvent, SequencedChatEvent } from '@visavis/shared/wire/chat-event.ts'
import { encodeChatEvent } from '@visavis/shared/wire/event-stream.ts'
import {
  errorEvent,
  ids,
  messageEnd,
  meta,
  sent,
  textDelta,
} from '../../test-support/conversation-fixtures.ts'
import { chatRoute, streamRoute } from '../../test-support/scripted-api.ts'
import {
  answer,
  collect,
  problemWith,
  request,
  scripted,
  unaborted,
} from '../../test-support/scripted-transport.ts'
import { ConversationError } from './conversation-error.ts'
import { SseChatTransport } from './sse-chat-transport.ts'

const errorWith = (events: AsyncIterable<ChatEvent>): Promise<unknown> =>
  collect(events).catch((thrown: unknown) => thrown)

describe('the chat transport', () => {
  it('brings the events of an answer in order, and ends with it', async () => {
    const { transport } = await scripted({ [chatRoute]: [{ steps: sent(answer) }] })
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

  it('sends the same turn again when the connection is lost before the turn was taken', async () => {
    const { api, transport } = await scripted({
      [chatRoute]: [{ steps: [{ cut: true }] }, { steps: sent(answer) }],
    })
    expect(await collect(transport.start(request, unaborted))).to.deep.equal(answer)
    const requests = await api.received(chatRoute, 2)
    expect(requests.map(({ body }) => body)).to.deep.equal([request, request])
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

  const away = { status: 503, json: { code: 'auth_unavailable', message: '', retryAfterMs: 20 } }
  const cut = { steps: [{ cut: true }] } as const

  it('gives up with what a server has said and when to try again, however it ends', async () => {
    for (const answers of [[away], [away, cut, cut], [cut, away, cut]]) {
      const { api, transport } = await scripted({ [chatRoute]: answers })
      const error = await errorWith(transport.start(request, unaborted))
      expect(error).to.include({ code: 'auth_unavailable', retryAfterMs: 20 })
      expect(await api.received(chatRoute, 3)).to.have.length(3)
    }
  })

  it('does so for an answer it comes back to, and forgets it once there were words', async () => {
    const begun = { steps: [...sent([meta, textDelta('Доб')]), { cut: true }] } as const
    const grown = { steps: [...sent([textDelta('рый')], 3), { cut: true }] } as const
    const routes = { [chatRoute]: [begun], [streamRoute]: [away, grown, cut] }
    const lost = await scripted(routes)
    expect(await problemWith(lost.transport.start(request, unaborted))).to.equal('offline')
    const refused = await scripted({ ...routes, [streamRoute]: [grown, away, cut] })
    expect(await problemWith(refused.transport.start(request, unaborted))).to.equal(
      'auth_unavailable',
    )
  })

  it('believes no server that wants it to wait for ever, or not at all', async () => {
    for (const [wanted, retryAfterMs] of [
      [1e300, 3_600_000],
      [-5, 0],
    ]) {
      const json = { code: 'avatar_limit_reached', message: '', retryAfterMs: wanted }
      const { transport } = await scripted({ [chatRoute]: [{ status: 429, json }] })
      const error = await errorWith(transport.start(request, unaborted))
      expect(error).to.include({ code: 'avatar_limit_reached', retryAfterMs })
    }
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

  it('passes over events that nothing here shows, whatever they hold', async () => {
    const speaker = { kind: 'person', name: 'Ann' }
    const events = [
      { ...meta, speaker },
      { type: 'tool-progress', tool: 'search', state: 'running' },
      { type: 'suggestions', items: 'of another shape' },
      { type: 'audio' },
      messageEnd,
    ]
    const { transport } = await scripted({ [chatRoute]: [{ steps: sent(events) }] })
    expect(await collect(transport.start(request, unaborted))).to.deep.equal([
      { ...meta, speaker },
      messageEnd,
    ])
  })

  it('passes over states, and takes ends for ends, that a newer server has other names for', async () => {
    const states = { type: 'mind-state', state: 'reading_documents' }
    const end = { ...messageEnd, finishReason: 'paused_for_review' }
    const { transport } = await scripted({
      [chatRoute]: [{ steps: sent([meta, states, textDelta('День.'), states, end]) }],
    })
    expect(await collect(transport.start(request, unaborted))).to.deep.equal([
      meta,
      textDelta('День.'),
      messageEnd,
    ])
    const failure = { type: 'error', code: 'planet_out_of_reach', message: 'For developers' }
    const failing = await scripted({ [chatRoute]: [{ steps: sent([meta, failure]) }] })
    expect(await collect(failing.transport.start(request, unaborted))).to.deep.equal([
      meta,
      failure,
    ])
  })

  it('heeds when to come back after a refusal that it does not know; another’s is what its status says', async () => {
    for (const [status, given, code] of [
      [422, 'planet_full', 'planet_full'],
      [500, 'planet_full', 'planet_full'],
      [401, 'PGRST301', 'unauthorized'],
      [429, '53300', 'rate_limited'],
    ] as const) {
      const json = { code: given, message: '' }
      const headers = given === code ? { retryAfterMs: 20 } : {}
      const { api, transport } = await scripted({
        [chatRoute]: [{ status, json: { ...json, ...headers } }],
      })
      const error = await errorWith(transport.start(request, unaborted))
      expect(error).to.include({ code, retryAfterMs: given === code ? 20 : 0 })
      expect(await api.received(chatRoute, 1)).to.have.length(1)
    }
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
    const error = await errorWith(transport.start(request, unaborted))
    expect(error).to.be.instanceOf(ConversationError)
  })
})
