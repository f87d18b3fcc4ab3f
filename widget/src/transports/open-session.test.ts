import { expect } from 'chai'
import { session } from '../../test-support/conversation-fixtures.ts'
import { ScriptedApi, type ScriptedAnswer } from '../../test-support/scripted-api.ts'
import { problemOf } from './conversation-error.ts'
import { openSession } from './open-session.ts'

const route = 'POST /functions/v1/session'

async function open(...answers: ScriptedAnswer[]) {
  const api = await ScriptedApi.start({ [route]: answers })
  const opened = await openSession((...input) => fetch(...input), api.url, { siteKey: 'a' }).catch(
    problemOf,
  )
  return { opened, asked: (await api.received(route, 1)).length }
}

describe('opening a session', () => {
  const startingUp: [string, ScriptedAnswer][] = [
    ['a function that boots', { status: 503, json: { code: 'BOOT_ERROR', message: '' } }],
    [
      'a database that starts',
      { status: 503, json: { code: 'database_unavailable', message: '' } },
    ],
    ['a gateway without its service', { status: 502 }],
    ['a gateway that has waited', { status: 504 }],
    ['a worker at its limits', { status: 546 }],
    ['a connection that is torn', { steps: [{ cut: true }], status: 500 }],
  ]
  for (const [name, answer] of startingUp) {
    it(`waits for ${name}`, async () => {
      const { opened, asked } = await open(answer, { json: session })
      expect(opened).to.deep.equal(session)
      expect(asked).to.equal(2)
    })
  }

  it('does not come back before the time that the server says', async () => {
    const json = { code: 'database_unavailable', message: '', retryAfterMs: 800 }
    const began = performance.now()
    const { opened } = await open({ status: 503, json }, { json: session })
    expect(opened).to.deep.equal(session)
    expect(performance.now() - began).to.be.at.least(800)
  })

  it('tells at once of a server that wants longer than somebody can be kept', async () => {
    const json = { code: 'database_unavailable', message: '', retryAfterMs: 60_000 }
    const { opened, asked } = await open({ status: 503, json }, { json: session })
    expect(opened).to.equal('database_unavailable')
    expect(asked).to.equal(1)
  })

  it('asks no server twice that has said no', async () => {
    const json = { code: 'origin_not_allowed', message: '' }
    const { opened, asked } = await open({ status: 403, json }, { json: session })
    expect(opened).to.equal('origin_not_allowed')
    expect(asked).to.equal(1)
  })
})
