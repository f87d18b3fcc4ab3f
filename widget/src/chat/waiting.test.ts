import { expect } from 'chai'
import { ids, rowOf, storedGreeting } from '../../test-support/conversation-fixtures.ts'
import { chatRoute, ScriptedApi } from '../../test-support/scripted-api.ts'
import { answer, question } from '../../test-support/talked-page.ts'
import { goodRoutes, leavePages, newSiteKey, TestPage } from '../../test-support/test-page.ts'

const torn = { steps: [{ cut: true }] } as const
/** Nobody is there for as many tries as are made at once. */
const nobody = [torn, torn, torn]

async function waitingPage(
  routes: Parameters<typeof ScriptedApi.start>[0] = { [chatRoute]: nobody },
) {
  const api = await ScriptedApi.start({ ...goodRoutes, ...routes })
  const siteKey = newSiteKey()
  const page = TestPage.open(api, { siteKey })
  const sending = page.conversation.send({ text: 'Привет' })
  await page.when(({ problem }) => problem === 'offline')
  return { api, siteKey, page, sending }
}

/** Lets nothing through to a path, until what it returns is called. */
function cutOff(path: string): () => void {
  const through = window.fetch.bind(window)
  window.fetch = (input, init) =>
    typeof input === 'string' && input.endsWith(path)
      ? Promise.reject(new TypeError('cut off'))
      : through(input, init)
  return () => (window.fetch = through)
}

const lineIsBack = () => window.dispatchEvent(new Event('online'))

describe('a message that is written without a connection', () => {
  afterEach(leavePages)

  it('waits, shown once, and goes by itself when the line is back', async () => {
    const { api, page, sending } = await waitingPage()
    expect(page.texts).to.deep.equal(['Привет'])
    expect(page.view).to.include({ busy: true, draft: '' })
    expect(page.view.messages.at(-1)).to.include({ status: 'sending', problem: null })
    await api.script({ [chatRoute]: goodRoutes[chatRoute] })
    lineIsBack()
    await sending
    expect(page.texts).to.deep.equal(['Привет', 'Добрый день.'])
    expect(page.view).to.include({ busy: false, problem: null })
    const requests = await api.received(chatRoute, 4)
    const sentIds = requests.map(
      ({ body }) => (body as { clientMessageId: string }).clientMessageId,
    )
    expect(new Set(sentIds)).to.have.length(1)
  })

  it('waits as well before its visitor is known to anybody', async () => {
    const connect = cutOff('/auth/v1/signup')
    const { page, sending } = await waitingPage({})
    connect()
    lineIsBack()
    await sending
    expect(page.texts).to.deep.equal(['Привет', 'Добрый день.'])
  })

  it('keeps what is written meanwhile in the composer', async () => {
    const { api, page, sending } = await waitingPage()
    await page.conversation.send({ text: 'И ещё' })
    expect(page.view.draft).to.equal('И ещё')
    expect(page.texts).to.deep.equal(['Привет'])
    await api.script({ [chatRoute]: goodRoutes[chatRoute] })
    lineIsBack()
    await sending
    expect(page.view.draft).to.equal('И ещё')
  })

  it('is not asked for any more once its chat is left', async () => {
    const reconnect = cutOff('/auth/v1/signup')
    const { api, page, sending } = await waitingPage({})
    reconnect()
    page.conversation.newChat()
    await sending
    expect(await api.received('POST /auth/v1/signup', 0)).to.be.empty
  })

  it('can be taken back', async () => {
    const { page, sending } = await waitingPage()
    await page.conversation.stop()
    await sending
    expect(page.view).to.include({ busy: false, draft: 'Привет', problem: null })
    expect(page.view.messages.at(-1)).to.include({ status: 'failed', canRetry: true })
  })

  it('goes by itself after a reload, and not again if it had arrived', async () => {
    for (const hasArrived of [false, true]) {
      const { api, siteKey, page } = await waitingPage()
      page.leave()
      const rows = hasArrived
        ? [storedGreeting, { ...question, clientMessageId: idOfUnsent(siteKey) }, answer]
        : [storedGreeting]
      if (hasArrived) keepChat(siteKey)
      await api.script({
        [chatRoute]: goodRoutes[chatRoute],
        'GET /rest/v1/chats': [{ json: [{ active_leaf_id: rows.at(-1)?.id }] }],
        'GET /rest/v1/messages': [{ json: rows.map(rowOf) }],
      })
      const before = (await api.received(chatRoute, 3)).length
      const reloaded = TestPage.open(api, { siteKey })
      await reloaded.conversation.load()
      await reloaded.when(({ busy, messages }) => !busy && messages.length === 3)
      expect(reloaded.texts).to.deep.equal(['Привет', 'Добрый день.'])
      expect(await api.received(chatRoute, before)).to.have.length(before + (hasArrived ? 0 : 1))
      reloaded.leave()
    }
  })

  it('finds a conversation that could not be opened open when the line is back', async () => {
    Object.defineProperty(navigator, 'onLine', { configurable: true, value: false })
    const connect = cutOff('/functions/v1/session')
    const api = await ScriptedApi.start(goodRoutes)
    const page = TestPage.open(api, { siteKey: newSiteKey() })
    await page.conversation.send({ text: 'Привет' })
    expect(page.view).to.include({ phase: 'unavailable', problem: 'offline', draft: 'Привет' })
    Reflect.deleteProperty(navigator, 'onLine')
    connect()
    lineIsBack()
    await page.when(({ phase }) => phase === 'ready')
    expect(page.view.draft).to.equal('Привет')
  })
})

const idOfUnsent = (siteKey: string): string => {
  const kept = sessionStorage.getItem(`visavis:${siteKey}:unsent:eva`) ?? ''
  return (JSON.parse(kept) as { clientMessageId: string }).clientMessageId
}

const keepChat = (siteKey: string) =>
  localStorage.setItem(`visavis:${siteKey}:chat:${ids.visitor}:eva`, JSON.stringify(ids.chat))
