import { expect } from 'chai'
import * as v from 'valibot'
import { AvatarSessionState } from '@visavis/shared/wire/avatar-session.ts'
import {
  errorEvent,
  eva,
  ids,
  messageEnd,
  meta,
  rowOf,
  sent,
  session,
  storedGreeting,
  textDelta,
} from '../../test-support/conversation-fixtures.ts'
import { chatRoute, ScriptedApi } from '../../test-support/scripted-api.ts'
import { answer, question, talkedPage } from '../../test-support/talked-page.ts'
import { goodRoutes, leavePages, newSiteKey, TestPage } from '../../test-support/test-page.ts'
import type { ApiClient } from '../transports/api-client.ts'
import { beginAvatarSession } from '../transports/avatar-sessions.ts'
import { problemOf } from '../transports/conversation-error.ts'

/** An event as a newer server writes it, whatever its types say here. */
const newer = (event: { type: string; [field: string]: unknown }): { type: string } => event

const leyla = { ...eva, slug: 'leyla', name: 'Leyla', language: 'az', greeting: 'Salam.' }

describe('beside a server one version newer', () => {
  afterEach(leavePages)

  it('a conversation opens with and among characters of languages that are not known here', async () => {
    for (const character of [eva, leyla]) {
      const api = await ScriptedApi.start({
        ...goodRoutes,
        'POST /functions/v1/session': [
          { json: { ...session, character, characters: [eva, leyla], mood: 'new' } },
        ],
      })
      const page = TestPage.open(api, { siteKey: newSiteKey() })
      await page.conversation.send({ text: 'Привет' })
      expect(page.view.character?.name).to.equal(character.name)
      expect(page.texts).to.deep.equal(['Привет', 'Добрый день.'])
    }
  })

  it('an answer goes on through states, types and an end that are not known here', async () => {
    const api = await ScriptedApi.start({
      ...goodRoutes,
      [chatRoute]: [
        {
          steps: sent([
            meta,
            newer({ type: 'mind-state', state: 'reading_documents' }),
            { type: 'document-opened' },
            textDelta('Добрый день.'),
            newer({ ...messageEnd, finishReason: 'paused' }),
          ]),
        },
      ],
    })
    const page = TestPage.open(api, { siteKey: newSiteKey() })
    await page.conversation.send({ text: 'Привет' })
    expect(page.view.messages.at(-1)).to.include({ text: 'Добрый день.', status: 'complete' })
    expect(page.view).to.include({ mindState: 'idle', problem: null, busy: false })
    expect(page.events.map(({ type }) => type)).not.to.contain('visavis-conversation-error')
  })

  it('an answer that ends badly for a reason that is not known here keeps its words', async () => {
    const api = await ScriptedApi.start({
      ...goodRoutes,
      [chatRoute]: [
        {
          steps: sent([
            meta,
            textDelta('Добрый'),
            newer({ ...errorEvent('internal_error'), code: 'planet_out_of_reach' }),
          ]),
        },
      ],
    })
    const page = TestPage.open(api, { siteKey: newSiteKey() })
    await page.conversation.send({ text: 'Привет' })
    expect(page.view.messages.at(-1)).to.include({
      text: 'Добрый',
      status: 'interrupted',
      problem: 'planet_out_of_reach',
      canContinue: true,
    })
  })

  it('a chat is read past messages of others, and in states that are not known here', async () => {
    const note = { ...answer, id: ids.variant, parentId: ids.user, text: 'looked it up' }
    const rows = [
      rowOf(storedGreeting),
      rowOf(question),
      { ...rowOf(note), role: 'tool' },
      { ...rowOf({ ...answer, parentId: ids.variant }), status: 'reviewed' },
    ]
    const { api, siteKey, page } = await talkedPage()
    page.leave()
    for (const activeLeafId of [ids.answer, ids.variant]) {
      await api.script({
        'GET /rest/v1/chats': [{ json: [{ active_leaf_id: activeLeafId }] }],
        'GET /rest/v1/messages': [{ json: rows }],
      })
      const reloaded = TestPage.open(api, { siteKey })
      await reloaded.conversation.load()
      expect(reloaded.view.problem).to.equal(null)
      expect(reloaded.texts).to.deep.equal(
        activeLeafId === ids.answer ? ['Привет', 'Добрый день.'] : ['Привет'],
      )
      reloaded.leave()
    }
  })

  it('a video of a service that is not known here is none, and a session may end as it likes', async () => {
    const begin = (body: object) =>
      beginAvatarSession(
        { call: () => Promise.resolve(Response.json(body)) } as unknown as ApiClient,
        { siteKey: 'demo' },
      ).catch(problemOf)
    expect(await begin({ mode: 'hologram', room: 1 })).to.equal(null)
    expect(await begin({ mode: 'local' })).to.equal(null)
    expect(await begin({ mode: 'anam' })).to.equal('protocol_error')
    expect(v.is(AvatarSessionState, { isLive: false, endReason: 'sold_out' })).to.equal(true)
  })
})
