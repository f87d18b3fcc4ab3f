import { expect } from 'chai'
import {
  accessToken,
  eva,
  ids,
  messageEnd,
  meta,
  sent,
  session,
  textDelta,
} from '../../test-support/conversation-fixtures.ts'
import { chatRoute, ScriptedApi } from '../../test-support/scripted-api.ts'
import { talkedPage } from '../../test-support/talked-page.ts'
import { goodRoutes, leavePages, newSiteKey, TestPage } from '../../test-support/test-page.ts'

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
    const sending = page.conversation.send({ text: 'Привет' })
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
    const selected = {
      type: 'model-selected',
      model: 'small',
      provider: 'groq',
      attempt: 1,
    } as const
    const events = [meta, selected, textDelta('Добрый '), textDelta('день.'), messageEnd]
    const { page } = await talkedPage({ [chatRoute]: [{ steps: sent(events) }] })
    expect(page.events.map(({ type }) => type)).to.deep.equal([
      'visavis-ready',
      'visavis-chat-change',
      'visavis-message-sent',
      'visavis-message-start',
      'visavis-model-selected',
      'visavis-message-delta',
      'visavis-message-delta',
      'visavis-message-end',
    ])
    expect(page.events.at(-1)).to.include({ messageId: ids.answer, text: null, length: 12 })
  })

  it('tells the page the words only where the page has asked for them', async () => {
    const { page } = await talkedPage({}, { eventsWithText: true })
    const texts = page.events.flatMap((event) => ('text' in event ? [event.text] : []))
    expect(texts).to.deep.equal(['Привет', 'Добрый ', 'день.', 'Добрый день.'])
  })

  it('tells its subscribers all words, whatever the page does with its events', async () => {
    const api = await ScriptedApi.start(goodRoutes)
    const page = TestPage.open(api, { siteKey: newSiteKey() })
    const heard: string[] = []
    const stop = (event: Event) => event.stopImmediatePropagation()
    page.addEventListener('visavis-message-delta', stop, true)
    page.conversation.subscribe(({ event }) => {
      if (event.type === 'streamed' && event.event.type === 'text-delta') {
        heard.push(event.event.text)
      }
    })
    await page.conversation.send({ text: 'Привет' })
    expect(heard).to.deep.equal(['Добрый ', 'день.'])
  })

  for (const [callTellsMind, told] of [
    [false, ['generating_speech', 'idle']],
    [true, []],
  ] as const) {
    it(`tells the page of the brain ${callTellsMind ? 'not even once' : 'by itself'} where a call ${callTellsMind ? 'tells' : 'does not tell'} of the whole mind`, async () => {
      const thinking = { type: 'mind-state', state: 'generating_speech' } as const
      const events = [meta, thinking, textDelta('Добрый день.'), messageEnd]
      const { page } = await talkedPage(
        { [chatRoute]: [{ steps: sent(events) }] },
        { callTellsMind },
      )
      const states = page.events.flatMap((event) => ('state' in event ? [event.state] : []))
      expect(states).to.deep.equal(told)
    })
  }

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

  it('is with the site’s character for the language where the page names none', async () => {
    const nora = { ...session, character: { ...eva, slug: 'nora', name: 'Nora' } }
    const api = await ScriptedApi.start({
      ...goodRoutes,
      'POST /functions/v1/session': [{ json: session }, { json: nora }],
    })
    const page = TestPage.open(api, { siteKey: newSiteKey() })
    await page.conversation.load()
    page.name({ language: 'en' })
    await page.conversation.load()
    expect(page.view.character?.name).to.equal('Nora')
    page.name({ character: 'nora' })
    await page.conversation.load()
    page.name({ language: 'ru' })
    await page.conversation.load()
    expect(await api.received('POST /functions/v1/session', 3)).to.have.length(3)
  })

  it('is held in the name of the page’s own visitor when there is one', async () => {
    const api = await ScriptedApi.start(goodRoutes)
    const siteKey = newSiteKey()
    const lent = { accessToken: accessToken('a0000000-0000-4000-8000-00000000000b') }
    const page = TestPage.open(api, { siteKey, session: lent })
    await page.conversation.send({ text: 'Привет' })
    const [request] = await api.received(chatRoute, 1)
    expect(request?.headers['authorization']).to.equal(`Bearer ${lent.accessToken}`)
    const kept = Object.keys(localStorage).filter((key) => key.includes(siteKey))
    expect(kept.map((key) => localStorage.getItem(key))).to.deep.equal([`"${ids.chat}"`])
  })

  it('shows an answer although the page cannot tell its visitor any more, and goes on with it', async () => {
    const api = await ScriptedApi.start(goodRoutes)
    const lent = { accessToken: accessToken() }
    let isAway = false
    const session = () => (isAway ? Promise.reject(new Error('no network')) : lent)
    const page = TestPage.open(api, { siteKey: newSiteKey(), session })
    page.addEventListener('visavis-message-sent', () => (isAway = false))
    page.addEventListener('visavis-message-start', () => (isAway = true))
    await page.conversation.send({ text: 'Привет' })
    expect(page.texts).to.deep.equal(['Привет', 'Добрый день.'])
    isAway = false
    await page.conversation.send({ text: 'Ещё' })
    const [, request] = await api.received(chatRoute, 2)
    expect(request?.body).to.include({ chatId: ids.chat })
  })

  it('says when to try again while the page cannot tell its visitor, and keeps the message', async () => {
    const api = await ScriptedApi.start(goodRoutes)
    const session = () => Promise.reject(new Error('no network'))
    const page = TestPage.open(api, { siteKey: newSiteKey(), session })
    await page.conversation.send({ text: 'Привет' })
    expect(page.view).to.include({ draft: 'Привет', busy: false })
    expect(page.view.messages.at(-1)).to.include({ problem: 'auth_unavailable' })
    expect(page.view.messages.at(-1)?.retryAt).to.be.greaterThan(Date.now())
  })

  it('loses nothing of what is said while another answer runs and something stands in the composer', async () => {
    const api = await ScriptedApi.start({
      ...goodRoutes,
      [chatRoute]: [{ steps: [...sent([meta]), { stall: true }] }],
    })
    const page = TestPage.open(api, { siteKey: newSiteKey() })
    await page.conversation.load()
    const answering = page.conversation.send({ text: 'Первое' })
    page.conversation.setDraft('Третье')
    await page.conversation.send({ text: 'Второе' })
    expect(page.view.draft).to.equal('Второе\nТретье')
    await page.conversation.send({ text: 'Второе\nТретье' })
    expect(page.view.draft).to.equal('Второе\nТретье')
    await page.conversation.stop()
    await answering
  })

  it('says what was pasted without what cannot be stored', async () => {
    const api = await ScriptedApi.start(goodRoutes)
    const page = TestPage.open(api, { siteKey: newSiteKey() })
    await page.conversation.send({ text: 'a\0b\ud800c 👋' })
    const [request] = await api.received(chatRoute, 1)
    expect(request?.body).to.include({ content: 'ab\ufffdc 👋' })
  })

  it('sends nothing that would show nothing', async () => {
    const api = await ScriptedApi.start(goodRoutes)
    const page = TestPage.open(api, { siteKey: newSiteKey() })
    for (const text of ['', ' \n', '\u200b', '\u00ad\ufeff']) await page.conversation.send({ text })
    await page.conversation.send({ text: 'Привет' })
    const [request] = await api.received(chatRoute, 1)
    expect(request?.body).to.include({ content: 'Привет' })
  })
})
