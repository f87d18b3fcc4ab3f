import { expect } from 'chai'
import { authRefusals } from '../../../scripts/stack/auth/recorded-answers.ts'
import {
  accessToken,
  ids,
  messageEnd,
  meta,
  sent,
  session,
  storedGreeting,
  storedMessage,
  textDelta,
  tokenResponse,
} from '../../test-support/conversation-fixtures.ts'
import { chatRoute, streamRoute } from '../../test-support/scripted-api.ts'
import {
  answer,
  question,
  shortChat,
  storedChat,
  talkedPage,
} from '../../test-support/talked-page.ts'
import { goodRoutes, leavePages, TestPage } from '../../test-support/test-page.ts'
import { ConversationError } from '../transports/conversation-error.ts'
import type { SessionSource } from '../transports/session-source.ts'
import { ChatSync } from './chat-sync.ts'
import type { Connection } from './connection.ts'
import { ConversationStore } from './conversation-store.ts'
import { deferred } from '../deferred.ts'

/** No stream was lost, no change is on its way, and no answer is followed. */
const nothingElse = {
  lostStreams: new Set<string>(),
  settled: () => Promise.resolve(),
  leaveTurn: () => undefined,
  follow: () => Promise.resolve(),
}

const otherAnswer = 'b0000000-0000-4000-8000-000000000009'

describe('a conversation and what the server has of it', () => {
  afterEach(leavePages)

  it('goes on in the same chat after a reload', async () => {
    const { api, siteKey, page } = await talkedPage()
    page.leave()
    const reloaded = TestPage.open(api, { siteKey })
    await reloaded.conversation.load()
    expect(reloaded.texts).to.deep.equal(['Привет', 'Добрый день.'])
    expect(reloaded.view.announcement).to.equal('')
    await reloaded.conversation.send({ text: 'Ещё' })
    const [, request] = await api.received(chatRoute, 2)
    expect(request?.body).to.include({ chatId: ids.chat, content: 'Ещё' })
    expect(await api.received('POST /auth/v1/signup', 1)).to.have.length(1)
  })

  it('follows a running answer after a reload', async () => {
    const streaming = storedMessage({ ...answer, status: 'streaming', text: 'Добр' })
    const { api, siteKey, page } = await talkedPage()
    page.leave()
    await api.script({
      ...storedChat([storedGreeting, question, streaming]),
      [streamRoute]: [
        {
          steps: [
            ...sent([meta, textDelta('Добрый ')]),
            { wait: 'reload' },
            ...sent([textDelta('вечер.'), messageEnd], 3),
          ],
        },
      ],
    })
    const reloaded = TestPage.open(api, { siteKey })
    await reloaded.conversation.load()
    await reloaded.when(({ messages }) => messages[2]?.text === 'Добрый ')
    expect(reloaded.view.busy).to.equal(true)
    await api.release('reload')
    await reloaded.when(({ busy }) => !busy)
    expect(reloaded.texts).to.deep.equal(['Привет', 'Добрый вечер.'])
  })

  it('shows another tab what is said in this one', async () => {
    const { api, siteKey, page } = await talkedPage()
    const other = TestPage.open(api, { siteKey })
    await other.conversation.load()
    const more = storedMessage({ ...question, id: ids.variant, parentId: ids.answer, text: 'Ещё' })
    await api.script(storedChat([storedGreeting, question, answer, more]))
    await page.conversation.send({ text: 'Ещё' })
    await other.when(({ messages }) => messages.length === 4)
    expect(other.texts).to.deep.equal(['Привет', 'Добрый день.', 'Ещё'])
    page.conversation.newChat()
    await other.when(({ messages }) => messages.length === 1)
  })

  it('shows the answer that is in the way of a message, and keeps the message', async () => {
    const problem = { code: 'turn_in_progress', message: '', streamId: ids.otherStream }
    const otherMeta = { ...meta, messageId: otherAnswer, streamId: ids.otherStream }
    const { api, siteKey, page } = await talkedPage({
      [streamRoute]: [
        {
          steps: [
            ...sent([otherMeta, textDelta('Из другой вкладки')]),
            { wait: 'end' },
            ...sent([messageEnd], 3),
          ],
        },
      ],
    })
    const elsewhere = storedMessage({
      ...question,
      id: ids.variant,
      parentId: ids.answer,
      text: 'А',
    })
    const running = storedMessage({
      ...answer,
      id: otherAnswer,
      parentId: ids.variant,
      status: 'streaming',
      text: '',
      streamId: ids.otherStream,
    })
    await api.script({
      ...storedChat([storedGreeting, question, answer, elsewhere, running]),
      [chatRoute]: [{ status: 409, json: problem }],
    })
    await page.conversation.send({ text: 'Б' })
    await page.when(({ messages }) => messages.some(({ text }) => text === 'Из другой вкладки'))
    await api.release('end')
    await page.when(({ busy }) => !busy)
    expect(page.texts).to.deep.equal(['Привет', 'Добрый день.', 'А', 'Из другой вкладки', 'Б'])
    expect(page.view.messages.at(-1)).to.include({ problem: 'turn_in_progress', canRetry: true })
    expect(page.view.draft).to.equal('Б')
    page.leave()
    const reloaded = TestPage.open(api, { siteKey })
    await reloaded.conversation.load()
    await reloaded.when(({ busy }) => !busy)
    expect(reloaded.texts.at(-1)).to.equal('Б')
  })

  it('forgets a chat that is gone', async () => {
    const { api, siteKey, page } = await talkedPage()
    page.leave()
    await api.script({
      'GET /rest/v1/chats': [{ json: [] }],
      'GET /rest/v1/messages': [{ json: [] }],
    })
    const reloaded = TestPage.open(api, { siteKey })
    await reloaded.conversation.load()
    expect(reloaded.view).to.include({ phase: 'ready', problem: null })
    expect(reloaded.texts).to.deep.equal([])
  })

  it('goes on in the kept chat even when its history cannot be read', async () => {
    const { api, siteKey, page } = await talkedPage()
    page.leave()
    await api.script({
      'GET /rest/v1/chats': [{ status: 503 }, ...(shortChat['GET /rest/v1/chats'] ?? [])],
    })
    const reloaded = TestPage.open(api, { siteKey })
    await reloaded.conversation.load()
    expect(reloaded.view).to.include({ phase: 'ready', problem: 'internal_error' })
    await reloaded.conversation.send({ text: 'Ещё' })
    const requests = await api.received(chatRoute, 2)
    expect(requests[1]?.body).to.include({ chatId: ids.chat })
    await reloaded.when(({ messages }) => messages[1]?.text === 'Привет')
    expect(reloaded.texts).to.deep.equal(['Привет', 'Добрый день.'])
  })

  it('keeps the chat while the server refuses even a token that Auth has just made', async () => {
    const { api, siteKey, page } = await talkedPage()
    const refused = { status: 401, json: { code: 'unauthorized', message: '' } }
    await api.script({
      'GET /rest/v1/chats': [refused],
      'GET /rest/v1/messages': [refused],
      'POST /auth/v1/token': [{ json: tokenResponse({ serial: 2 }) }],
    })
    document.dispatchEvent(new Event('visibilitychange'))
    await page.when(({ problem }) => problem !== null)
    expect(page.view.problem).to.equal('auth_unavailable')
    expect(page.view.retryAt).to.be.greaterThan(Date.now())
    expect(page.texts).to.deep.equal(['Привет', 'Добрый день.'])
    page.leave()
    await api.script(shortChat)
    const reloaded = TestPage.open(api, { siteKey })
    await reloaded.conversation.send({ text: 'Ещё' })
    const [, request] = await api.received(chatRoute, 2)
    expect(request?.body).to.include({ chatId: ids.chat })
  })

  const unauthorized = { status: 401, json: { code: 'unauthorized', message: '' } }
  const refusing = { 'GET /rest/v1/chats': [unauthorized], 'GET /rest/v1/messages': [unauthorized] }
  const over = { 'POST /auth/v1/token': [{ status: 400, json: authRefusals.sessionNotFound.body }] }
  const lent: Record<string, SessionSource> = {
    'the page cannot renew': { accessToken: accessToken() },
    'Auth has ended': { accessToken: accessToken(), refreshToken: 'refresh-1' },
    'the page’s function repeats': () => ({ accessToken: accessToken() }),
  }
  for (const [name, session] of Object.entries(lent)) {
    it(`keeps what was read in a session that ${name}, and says that it is refused`, async () => {
      const { api, page } = await talkedPage(over, { session })
      await api.script({ ...refusing, [chatRoute]: [unauthorized] })
      document.dispatchEvent(new Event('visibilitychange'))
      await page.when(({ problem }) => problem !== null)
      expect(page.view.problem).to.equal('unauthorized')
      expect(page.texts).to.deep.equal(['Привет', 'Добрый день.'])
      await page.conversation.send({ text: 'Ещё' })
      expect(page.view.messages.at(-1)).to.include({ text: 'Ещё', problem: 'unauthorized' })
      expect(page.view.draft).to.equal('Ещё')

      await api.script({ ...shortChat, [chatRoute]: goodRoutes[chatRoute] })
      page.name({ session: { accessToken: accessToken(ids.visitor, 2) } })
      await page.conversation.send({ text: 'Ещё' })
      const [, , request] = await api.received(chatRoute, 3)
      expect(request?.body).to.include({ chatId: ids.chat, content: 'Ещё' })
      expect(await api.received('POST /auth/v1/signup', 0)).to.be.empty
    })
  }

  it('keeps what was read by a visitor whose session Auth ends meanwhile', async () => {
    const { api, siteKey, page } = await talkedPage(over)
    await api.script(refusing)
    document.dispatchEvent(new Event('visibilitychange'))
    await page.when(({ problem }) => problem !== null)
    expect(page.view.problem).to.equal('unauthorized')
    expect(page.texts).to.deep.equal(['Привет', 'Добрый день.'])
    page.leave()
    const reloaded = TestPage.open(api, { siteKey })
    await reloaded.conversation.load()
    expect(reloaded.view).to.include({ phase: 'ready', problem: null })
    expect(reloaded.texts).to.deep.equal([])
  })

  it('shows nothing any more of somebody who has left the page’s own session', async () => {
    let session: { accessToken: string } | null = { accessToken: accessToken() }
    const { page } = await talkedPage({}, { session: () => session })
    session = null
    document.dispatchEvent(new Event('visibilitychange'))
    await page.when(({ messages }) => messages.length === 1)
    expect(page.view.problem).to.equal(null)
  })

  it('asks no more by itself while nobody looks, and at once when somebody does again', async () => {
    let loads = 0
    const again = deferred()
    const load = () => {
      loads += 1
      if (loads === 2) again.resolve()
      return Promise.reject(new ConversationError('rate_limited', { retryAfterMs: 1000 }))
    }
    const store = new ConversationStore()
    store.dispatch({ type: 'session-opened', session, chatId: ids.chat, now: Date.now() })
    const connection = { history: () => Promise.resolve({ load }) } as unknown as Connection
    const sync = new ChatSync({ store, connection, ...nothingElse })
    const original = Object.getOwnPropertyDescriptor(window, 'setTimeout')
    let planned = 0
    Object.assign(window, { setTimeout: () => (planned += 1) })
    try {
      sync.pause()
      await sync.refresh()
    } finally {
      Object.defineProperty(window, 'setTimeout', original ?? {})
    }
    expect([loads, planned]).to.deep.equal([1, 0])
    sync.resume()
    await again.promise
    sync.leave()
  })

  it('says nothing of a history that fails once an answer has begun, and reads it after that', async () => {
    const store = new ConversationStore()
    store.dispatch({ type: 'session-opened', session, chatId: ids.chat, now: Date.now() })
    const load = () => {
      store.dispatch({ type: 'message-sent', clientMessageId: 'a', text: 'Ещё', now: Date.now() })
      store.dispatch({ type: 'streamed', event: meta })
      return Promise.reject(new ConversationError('rate_limited', { retryAfterMs: 1000 }))
    }
    const connection = { history: () => Promise.resolve({ load }) } as unknown as Connection
    const sync = new ChatSync({ store, connection, ...nothingElse })
    await sync.refresh()
    expect(store.view).to.include({ problem: null, busy: true })
    expect(sync.isStale).to.equal(true)
  })

  const outcomes = {
    'a chat that is gone': () => Promise.resolve(null),
    'nobody signed in': () => Promise.reject(new ConversationError('unauthorized')),
    trouble: () => Promise.reject(new ConversationError('rate_limited', { retryAfterMs: 1000 })),
  }
  for (const [name, outcome] of Object.entries(outcomes)) {
    it(`is silent about ${name} once the conversation was left`, async () => {
      const changes: unknown[] = []
      const load = () => {
        sync.leave()
        return outcome()
      }
      const store = new ConversationStore()
      store.subscribe((change) => changes.push(change))
      const sync = new ChatSync({
        store,
        connection: {
          history: () => Promise.resolve({ load }),
          auth: { visitorId: () => Promise.resolve(null) },
        } as unknown as Connection,
        ...nothingElse,
      })
      await sync.refresh(ids.chat)
      expect(changes).to.be.empty
    })
  }

  it('does not look at a broken stream again and again', async () => {
    const streaming = storedMessage({ ...answer, status: 'streaming', text: '' })
    const json = { code: 'stream_not_found', message: '' }
    const { api, siteKey, page } = await talkedPage()
    page.leave()
    await api.script({
      ...storedChat([storedGreeting, question, streaming]),
      [streamRoute]: [{ status: 404, json }],
    })
    const reloaded = TestPage.open(api, { siteKey })
    await reloaded.conversation.load()
    await api.received('GET /rest/v1/chats', 2)
    await reloaded.when(({ busy }) => !busy)
    expect(await api.received(streamRoute, 1)).to.have.length(1)
  })
})
