import { expect } from 'chai'
import type { ChatEvent } from '@visavis/shared/wire/chat-event.ts'
import {
  errorEvent,
  ids,
  messageEnd,
  sent,
  textDelta,
} from '../../test-support/conversation-fixtures.ts'
import { chatRoute, streamRoute, type ScriptedStep } from '../../test-support/scripted-api.ts'
import {
  answer,
  collect,
  problemWith,
  request,
  scripted,
  textOf,
  unaborted,
} from '../../test-support/scripted-transport.ts'

/** A view's own event: it has no place in the stream. */
function askToReconnect(afterSequence: number): ScriptedStep {
  return { raw: `data: ${JSON.stringify({ type: 'reconnect', afterSequence })}\n\n` }
}

describe('an answer whose connection ends before it', () => {
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

  it('takes the end of an answer of which it has seen more than was stored', async () => {
    const seen = answer.slice(0, 4)
    const broken = errorEvent('stream_interrupted')
    const { api, transport } = await scripted({
      [chatRoute]: [{ steps: [...sent(seen), { cut: true }] }],
      [streamRoute]: [{ steps: sent([broken], 3) }],
    })
    expect(await collect(transport.start(request, unaborted))).to.deep.equal([...seen, broken])
    expect(await api.received(streamRoute, 1)).to.have.length(1)
  })

  it('drops half an event at a cut, and gets it whole with the next connection', async () => {
    const half = `id: 3\ndata: ${JSON.stringify(textDelta('день, ')).slice(0, 20)}`
    const { transport } = await scripted({
      [chatRoute]: [{ steps: [...sent(answer.slice(0, 2)), { raw: half }, { cut: true }] }],
      [streamRoute]: [{ steps: sent(answer.slice(2), 3) }],
    })
    expect(await collect(transport.start(request, unaborted))).to.deep.equal(answer)
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

  it('lets go of its connection while the page is put away, and reads on when it is shown again', async () => {
    const [first, ...others] = answer
    const { api, transport } = await scripted(
      {
        [chatRoute]: [{ steps: [...sent([first as ChatEvent]), { stall: true }] }],
        [streamRoute]: [{ steps: sent(others, 2) }],
      },
      { resumeDelaysMs: [0] },
    )
    const events: ChatEvent[] = []
    const putAwayAndShowAgain = async () => {
      window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
      // Whoever came back to it as to an answer that was cut would have asked before these do.
      for (let asked = 0; asked < 3; asked += 1) {
        expect(await api.received(streamRoute, 0)).to.be.empty
      }
      window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
    }
    let shown: Promise<void> | undefined
    for await (const event of transport.start(request, unaborted)) {
      events.push(event)
      // In a task of its own: by then the next event is waited for.
      shown ??= new Promise<void>((resolve) => setTimeout(resolve)).then(putAwayAndShowAgain)
    }
    await shown
    expect(textOf(events)).to.equal(textOf(answer))
    expect(await api.received(streamRoute, 1)).to.have.length(1)
  })
})
