import { expect } from 'chai'
import {
  accessToken,
  errorEvent,
  eva,
  ids,
  messageEnd,
  meta,
  rowOf,
  sent,
  session,
  storedGreeting,
  storedMessage,
  textDelta,
} from '../../test-support/conversation-fixtures.ts'
import { ScriptedApi, type ScriptedRoutes } from '../../test-support/scripted-api.ts'
import { goodRoutes, leavePages, newSiteKey, TestPage } from '../../test-support/test-page.ts'

const chatRoute = 'POST /functions/v1/chat'

/** The Data API's answers for a chat of these messages. */
function storedChat(messages: readonly ReturnType<typeof storedMessage>[]): ScriptedRoutes {
  return {
    'GET /rest/v1/chats': [{ json: [{ active_leaf_id: messages.at(-1)?.id }] }],
    'GET /rest/v1/messages': [{ json: messages.map(rowOf) }],
  }
}

const question = storedMessage({
  id: ids.user,
  parentId: ids.greeting,
  role: 'user',
  text: 'Привет',
  clientMessageId: 'e0000000-0000-4000-8000-000000000001',
})
const answer = storedMessage({
  id: ids.answer,
  parentId: ids.user,
  text: 'Добрый день.',
  streamId: ids.stream,
})
const shortChat = storedChat([storedGreeting, question, answer])

/** A page where a visitor has had one answer. */
async function talkedPage(routes: ScriptedRoutes = {}) {
  const api = await ScriptedApi.start({ ...goodRoutes, ...shortChat, ...routes })
  const siteKey = newSiteKey()
  const page = TestPage.open(api, { siteKey })
  await page.conversation.send('Привет')
  return { api, siteKey, page }
}

describe('a conversation', () => {
  afterEach(leavePages)

  it('asks and stores nothing before it is loaded', async () => {
    const api = await ScriptedApi.start(goodRoutes)
    const siteKey = newSiteKey()
    const page = TestPage.open(api, { siteKey })
    expect(page.view.phase).to.equal('idle')
    await page.conversation.load()
    const requests = await api.received('POST /functions/v1/session', 1)
    expect(requests.map(({ body }) => body)).to.deep.equal([{ siteKey, language: 'ru' }])
    expect(Object.keys(localStorage).filter((key) => key.includes(siteKey))).to.be.empty
    expect(Object.keys(sessionStorage).filter((key) => key.includes(siteKey))).to.be.empty
  })

  it('opens with the greeting', async () => {
    const api = await ScriptedApi.start(goodRoutes)
    const page = TestPage.open(api, { siteKey: newSiteKey() })
    await page.conversation.load()
    expect(page.view.character?.name).to.equal('Ева')
    expect(page.view.messages).to.have.length(1)
    expect(page.view.messages[0]).to.include({
      text: eva.greeting,
      isGreeting: true,
      canDelete: false,
    })
    expect(page.events.map(({ type }) => type)).to.deep.equal(['visavis-ready'])
  })

  it('says why it cannot open, and opens at the next try', async () => {
    const code = 'origin_not_allowed'
    const api = await ScriptedApi.start({
      'POST /functions/v1/session': [
        { status: 403, json: { code, message: '' } },
        { json: session },
      ],
    })
    const page = TestPage.open(api, { siteKey: newSiteKey() })
    await page.conversation.load()
    expect(page.view).to.include({ phase: 'unavailable', problem: code })
    await page.conversation.load()
    expect(page.view).to.include({ phase: 'ready', problem: null })
  })

  it('signs the visitor in with the first message, and shows the answer grow', async () => {
    const api = await ScriptedApi.start({
      ...goodRoutes,
      [chatRoute]: [
        {
          steps: [
            ...sent([meta, textDelta('Добрый ')]),
            { wait: 'more' },
            ...sent([textDelta('день.'), messageEnd], 3),
          ],
        },
      ],
    })
    const page = TestPage.open(api, { siteKey: newSiteKey() })
    await page.conversation.load()
    const sending = page.conversation.send('Привет')
    expect(page.view.busy).to.equal(true)
    await page.when(({ messages }) => messages[2]?.text === 'Добрый ')
    expect(page.view.messages[1]).to.include({ id: ids.user, text: 'Привет', status: 'complete' })
    expect(page.view.messages[2]).to.include({ id: ids.answer, status: 'streaming' })
    expect(page.view.announcement).to.equal('')
    await api.release('more')
    await sending
    expect(page.view.busy).to.equal(false)
    expect(page.view.announcement).to.equal('Добрый день.')
    const [request] = await api.received(chatRoute, 1)
    expect(request?.body).to.include({ characterSlug: 'eva', language: 'ru', content: 'Привет' })
    expect(request?.headers['authorization']).to.match(/^Bearer /u)
    expect(request?.headers['apikey']).to.equal(session.publishableKey)
  })

  it('tells the page what happens', async () => {
    const { page } = await talkedPage()
    expect(page.events.map(({ type }) => type)).to.deep.equal([
      'visavis-ready',
      'chat-change',
      'message-sent',
      'message-start',
      'message-delta',
      'message-delta',
      'message-end',
    ])
    expect(page.events.at(-1)).to.include({ messageId: ids.answer, text: 'Добрый день.' })
  })

  it('goes on in the same chat after a reload', async () => {
    const { api, siteKey, page } = await talkedPage()
    page.leave()
    const reloaded = TestPage.open(api, { siteKey })
    await reloaded.conversation.load()
    expect(reloaded.texts).to.deep.equal(['Привет', 'Добрый день.'])
    expect(reloaded.view.announcement).to.equal('')
    await reloaded.conversation.send('Ещё')
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
      'GET /functions/v1/chat/stream/*': [
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
    await page.conversation.send('Ещё')
    await other.when(({ messages }) => messages.length === 4)
    expect(other.texts).to.deep.equal(['Привет', 'Добрый день.', 'Ещё'])
    page.conversation.newChat()
    await other.when(({ messages }) => messages.length === 1)
  })

  it('keeps a message that could not be sent, and sends it again as the same one', async () => {
    const status = 500
    const json = { code: 'internal_error', message: '' }
    const api = await ScriptedApi.start({
      ...goodRoutes,
      [chatRoute]: [{ status, json }, ...goodRoutes[chatRoute]],
    })
    const page = TestPage.open(api, { siteKey: newSiteKey() })
    await page.conversation.send('Привет')
    expect(page.view.draft).to.equal('Привет')
    const failed = page.view.messages[1]
    expect(failed).to.include({ status: 'failed', problem: 'internal_error', canRetry: true })
    await page.conversation.retry(failed?.id ?? '')
    expect(page.texts).to.deep.equal(['Привет', 'Добрый день.'])
    expect(page.view.draft).to.equal('')
    const requests = await api.received(chatRoute, 2)
    expect(requests[0]?.body).to.deep.equal(requests[1]?.body)
  })

  it('takes the same words from the composer as another try, other words instead of them', async () => {
    const failure = { status: 500, json: { code: 'internal_error', message: '' } }
    const api = await ScriptedApi.start({
      ...goodRoutes,
      [chatRoute]: [failure, failure, ...goodRoutes[chatRoute]],
    })
    const page = TestPage.open(api, { siteKey: newSiteKey() })
    await page.conversation.send('Привет')
    await page.conversation.send('Привет')
    expect(page.texts).to.deep.equal(['Привет'])
    await page.conversation.send('Здравствуйте')
    expect(page.texts).to.deep.equal(['Здравствуйте', 'Добрый день.'])
    const requests = await api.received(chatRoute, 3)
    const [first, second, third] = requests.map(
      ({ body }) => (body as { clientMessageId: string }).clientMessageId,
    )
    expect(second).to.equal(first)
    expect(third).not.to.equal(first)
  })

  it('brings an unsent message and the draft back after a reload', async () => {
    const failure = { status: 500, json: { code: 'internal_error', message: '' } }
    const api = await ScriptedApi.start({ ...goodRoutes, [chatRoute]: [failure] })
    const siteKey = newSiteKey()
    const page = TestPage.open(api, { siteKey })
    await page.conversation.send('Привет')
    page.conversation.setDraft('Привет, как')
    page.leave()
    const reloaded = TestPage.open(api, { siteKey })
    await reloaded.conversation.load()
    expect(reloaded.view.draft).to.equal('Привет, как')
    expect(reloaded.view.messages[1]).to.include({
      text: 'Привет',
      status: 'failed',
      canRetry: true,
    })
  })

  it('sends a message on that was on its way when the page was reloaded', async () => {
    const api = await ScriptedApi.start({
      ...goodRoutes,
      [chatRoute]: [{ steps: [{ stall: true }] }, ...goodRoutes[chatRoute]],
    })
    const siteKey = newSiteKey()
    const page = TestPage.open(api, { siteKey })
    void page.conversation.send('Привет')
    await api.received(chatRoute, 1)
    page.leave()
    const reloaded = TestPage.open(api, { siteKey })
    await reloaded.conversation.load()
    await reloaded.when(({ announcement }) => announcement !== '')
    expect(reloaded.texts).to.deep.equal(['Привет', 'Добрый день.'])
    const requests = await api.received(chatRoute, 2)
    expect(requests[1]?.body).to.deep.equal(requests[0]?.body)
  })

  it('never shows an answer without words, and asks for it again in its place', async () => {
    const { api, page } = await talkedPage({
      [chatRoute]: [
        { steps: sent([meta, errorEvent('model_unavailable')]) },
        ...goodRoutes[chatRoute],
      ],
    })
    expect(page.view.messages[2]).to.include({
      id: ids.answer,
      text: '',
      status: 'failed',
      problem: 'model_unavailable',
      canRetry: true,
    })
    await page.conversation.retry(ids.answer)
    expect(page.texts).to.deep.equal(['Привет', 'Добрый день.'])
    const requests = await api.received(chatRoute, 2)
    const clientIds = requests.map(
      ({ body }) => (body as { clientMessageId: string }).clientMessageId,
    )
    expect(new Set(clientIds)).to.have.length(1)
  })

  it('keeps what was said of an answer that breaks off', async () => {
    const { page } = await talkedPage({
      [chatRoute]: [{ steps: sent([meta, textDelta('Доб'), errorEvent('stream_interrupted')]) }],
    })
    expect(page.view.messages[2]).to.include({
      text: 'Доб',
      status: 'interrupted',
      problem: 'stream_interrupted',
      canRegenerate: true,
    })
  })

  it('stops an answer through the server, and keeps what was said', async () => {
    const api = await ScriptedApi.start({
      ...goodRoutes,
      [chatRoute]: [
        {
          steps: [
            ...sent([meta, textDelta('Добрый')]),
            { wait: 'stop' },
            ...sent([{ ...messageEnd, finishReason: 'stopped' }], 3),
          ],
        },
      ],
      'POST /functions/v1/chat/stream/*/stop': [{ status: 202, json: { outcome: 'stopping' } }],
    })
    const page = TestPage.open(api, { siteKey: newSiteKey() })
    const sending = page.conversation.send('Привет')
    await page.when(({ messages }) => messages.length === 3)
    await page.conversation.stop()
    await api.received('POST /functions/v1/chat/stream/*/stop', 1)
    await api.release('stop')
    await sending
    expect(page.view.messages[2]).to.include({ text: 'Добрый', status: 'stopped' })
  })

  it('adds a variant, and turns back to the one before', async () => {
    const { api, page } = await talkedPage({ 'PATCH /rest/v1/chats': [{ status: 204 }] })
    const other = { ...meta, messageId: ids.variant, streamId: ids.otherStream }
    await api.script({
      [chatRoute]: [
        { steps: sent([other, textDelta('Иначе.'), { ...messageEnd, messageId: ids.variant }]) },
      ],
    })
    await page.conversation.regenerate(ids.answer)
    expect(page.view.messages[2]?.variant).to.deep.equal({ index: 1, count: 2 })
    const requests = await api.received(chatRoute, 2)
    expect(requests[1]?.body).to.include({ regenerateMessageId: ids.answer, chatId: ids.chat })
    await page.conversation.showVariant(ids.variant, -1)
    expect(page.texts).to.deep.equal(['Привет', 'Добрый день.'])
    const [patch] = await api.received('PATCH /rest/v1/chats', 1)
    expect(patch?.search).to.equal(`?id=eq.${ids.chat}`)
    expect(patch?.body).to.deep.equal({ active_leaf_id: ids.answer })
  })

  it('deletes a message with what came after it, and takes it back when that fails', async () => {
    const { api, page } = await talkedPage({
      'DELETE /rest/v1/messages': [{ status: 500 }, { status: 204 }],
    })
    const deleting = page.conversation.deleteMessage(ids.user)
    expect(page.texts).to.deep.equal([])
    await deleting
    expect(page.texts).to.deep.equal(['Привет', 'Добрый день.'])
    expect(page.view.problem).to.equal('internal_error')
    await page.conversation.deleteMessage(ids.user)
    expect(page.texts).to.deep.equal([])
    const requests = await api.received('DELETE /rest/v1/messages', 2)
    expect(requests[1]?.search).to.equal(`?id=eq.${ids.user}`)
  })

  it('clears the chat but for its greeting', async () => {
    const { api, page } = await talkedPage({ 'DELETE /rest/v1/messages': [{ status: 204 }] })
    await page.conversation.clear()
    expect(page.view.messages.map(({ isGreeting }) => isGreeting)).to.deep.equal([true])
    const [request] = await api.received('DELETE /rest/v1/messages', 1)
    expect(request?.search).to.equal(`?chat_id=eq.${ids.chat}&parent_id=not.is.null`)
  })

  it('begins a new chat with the next message', async () => {
    const { api, siteKey, page } = await talkedPage()
    page.conversation.newChat()
    expect(page.texts).to.deep.equal([])
    await page.conversation.send('Снова')
    const requests = await api.received(chatRoute, 2)
    expect(requests[1]?.body).not.to.have.property('chatId')
    expect(
      Object.keys(localStorage).filter((key) => key.includes(`${siteKey}:chat`)),
    ).to.have.length(1)
  })

  it('shows the answer that is in the way of a message, and keeps the message', async () => {
    const problem = { code: 'turn_in_progress', message: '', streamId: ids.otherStream }
    const { api, page } = await talkedPage({
      'GET /functions/v1/chat/stream/*': [
        {
          steps: [
            ...sent([textDelta('Из другой вкладки')], 2),
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
      id: 'b0000000-0000-4000-8000-000000000009',
      parentId: ids.variant,
      status: 'streaming',
      text: '',
      streamId: ids.otherStream,
    })
    await api.script({
      ...storedChat([storedGreeting, question, answer, elsewhere, running]),
      [chatRoute]: [{ status: 409, json: problem }],
    })
    await page.conversation.send('Б')
    await page.when(({ messages }) => messages.some(({ text }) => text === 'Из другой вкладки'))
    await api.release('end')
    await page.when(({ busy }) => !busy)
    expect(page.texts).to.deep.equal(['Привет', 'Добрый день.', 'А', 'Из другой вкладки', 'Б'])
    expect(page.view.messages.at(-1)).to.include({ problem: 'turn_in_progress', canRetry: true })
    expect(page.view.draft).to.equal('Б')
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
    await reloaded.conversation.send('Ещё')
    const requests = await api.received(chatRoute, 2)
    expect(requests[1]?.body).to.include({ chatId: ids.chat })
    await reloaded.when(({ messages }) => messages[1]?.text === 'Привет')
    expect(reloaded.texts).to.deep.equal(['Привет', 'Добрый день.'])
  })

  it('is with whomever the page has named last', async () => {
    const nora = {
      ...session,
      character: { ...eva, slug: 'nora', name: 'Nora', greeting: 'Hello.' },
    }
    const api = await ScriptedApi.start({
      ...goodRoutes,
      'POST /functions/v1/session': [{ json: session }, { json: nora }],
    })
    const options = { siteKey: newSiteKey(), character: 'eva' }
    const page = TestPage.open(api, options)
    await page.conversation.load()
    await page.conversation.load()
    expect(await api.received('POST /functions/v1/session', 1)).to.have.length(1)
    page.name({ character: 'nora' })
    await page.conversation.load()
    expect(page.view.messages.map(({ text }) => text)).to.deep.equal(['Hello.'])
    const requests = await api.received('POST /functions/v1/session', 2)
    expect(requests[1]?.body).to.include({ characterSlug: 'nora' })
  })

  it('is held in the name of the page’s own visitor when there is one', async () => {
    const api = await ScriptedApi.start(goodRoutes)
    const siteKey = newSiteKey()
    const lent = { accessToken: accessToken('a0000000-0000-4000-8000-00000000000b') }
    const page = TestPage.open(api, { siteKey, session: lent })
    await page.conversation.send('Привет')
    const [request] = await api.received(chatRoute, 1)
    expect(request?.headers['authorization']).to.equal(`Bearer ${lent.accessToken}`)
    const kept = Object.keys(localStorage).filter((key) => key.includes(siteKey))
    expect(kept.map((key) => localStorage.getItem(key))).to.deep.equal([`"${ids.chat}"`])
  })

  it('ends an answer on this side when the server cannot be asked to stop', async () => {
    const api = await ScriptedApi.start({
      ...goodRoutes,
      [chatRoute]: [{ steps: [...sent([meta, textDelta('Добрый')]), { stall: true }] }],
      'POST /functions/v1/chat/stream/*/stop': [{ steps: [{ cut: true }], status: 500 }],
    })
    const page = TestPage.open(api, { siteKey: newSiteKey() })
    void page.conversation.send('Привет')
    await page.when(({ messages }) => messages.length === 3)
    await page.conversation.stop()
    expect(page.view.busy).to.equal(false)
    expect(page.view.messages[2]).to.include({ status: 'interrupted', canRetry: true })
    await api.script(shortChat)
    await page.conversation.retry(ids.answer)
    expect(page.texts).to.deep.equal(['Привет', 'Добрый день.'])
  })

  it('does not look at a broken stream again and again', async () => {
    const streaming = storedMessage({ ...answer, status: 'streaming', text: '' })
    const json = { code: 'stream_not_found', message: '' }
    const { api, siteKey, page } = await talkedPage()
    page.leave()
    await api.script({
      ...storedChat([storedGreeting, question, streaming]),
      'GET /functions/v1/chat/stream/*': [{ status: 404, json }],
    })
    const reloaded = TestPage.open(api, { siteKey })
    await reloaded.conversation.load()
    await api.received('GET /rest/v1/chats', 2)
    await reloaded.when(({ busy }) => !busy)
    expect(await api.received('GET /functions/v1/chat/stream/*', 1)).to.have.length(1)
  })
})
