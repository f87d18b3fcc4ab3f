import { expect } from 'chai'
import {
  errorEvent,
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
import { ConversationError } from '../transports/conversation-error.ts'
import { deferred } from '../deferred.ts'

describe('a turn', () => {
  afterEach(leavePages)

  it('keeps a message that could not be sent, and sends it again as the same one', async () => {
    const status = 500
    const json = { code: 'internal_error', message: '' }
    const api = await ScriptedApi.start({
      ...goodRoutes,
      [chatRoute]: [{ status, json }, ...goodRoutes[chatRoute]],
    })
    const page = TestPage.open(api, { siteKey: newSiteKey() })
    await page.conversation.send({ text: 'Привет' })
    expect(page.view.draft).to.equal('Привет')
    const failed = page.view.messages[1]
    expect(failed).to.include({ status: 'failed', problem: 'internal_error', canRetry: true })
    await page.conversation.retry(failed?.id ?? '')
    expect(page.texts).to.deep.equal(['Привет', 'Добрый день.'])
    expect(page.view.draft).to.equal('')
    const requests = await api.received(chatRoute, 2)
    expect(requests[0]?.body).to.deep.equal(requests[1]?.body)
  })

  it('says of a message what was in its way and until when, and keeps its words', async () => {
    const json = { code: 'auth_unavailable', message: '', retryAfterMs: 700 }
    const api = await ScriptedApi.start({
      ...goodRoutes,
      [chatRoute]: [{ status: 503, json }, { steps: [{ cut: true }] }],
    })
    const page = TestPage.open(api, { siteKey: newSiteKey() })
    const began = Date.now()
    await page.conversation.send({ text: 'Привет' })
    expect(page.view.messages[1]).to.include({ status: 'failed', problem: 'auth_unavailable' })
    expect(page.view.messages[1]?.retryAt).to.be.greaterThan(began + 700)
    expect(page.view.draft).to.equal('Привет')
    expect(await api.received(chatRoute, 3)).to.have.length(3)
  })

  const captcha = { provider: 'turnstile', siteKey: '1x00000000000000000000AA' } as const

  /** A page whose visitor, new here, stands before a challenge. */
  async function challengedPage() {
    const api = await ScriptedApi.start({
      ...goodRoutes,
      'POST /functions/v1/session': [{ json: { ...session, captcha } }],
    })
    const siteKey = newSiteKey()
    const standing = deferred()
    const page = TestPage.open(api, {
      siteKey,
      challenge: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new ConversationError('captcha_failed')))
          standing.resolve()
        }),
    })
    const sending = page.conversation.send({ text: 'Привет' })
    await standing.promise
    return { api, siteKey, page, sending }
  }

  const solved = { challenge: () => Promise.resolve('token') }

  it('is stopped before a challenge, too: the message stays, and can be sent again', async () => {
    const { api, siteKey, page, sending } = await challengedPage()
    await page.conversation.stop()
    await sending
    expect(page.view).to.include({ busy: false, draft: 'Привет' })
    expect(page.view.messages[1]).to.include({ status: 'failed', problem: 'captcha_failed' })
    const other = TestPage.open(api, { siteKey, ...solved })
    await other.conversation.send({ text: 'Привет' })
    expect(other.texts).to.deep.equal(['Привет', 'Добрый день.'])
    await page.conversation.send({ text: 'Привет' })
    expect(page.texts).to.deep.equal(['Привет', 'Добрый день.'])
    expect(await api.received('POST /auth/v1/signup', 1)).to.have.length(1)
  })

  it('leaves no challenge behind when the chat is left for a new one', async () => {
    const { api, siteKey, page, sending } = await challengedPage()
    page.conversation.newChat()
    await sending
    expect(page.view).to.include({ busy: false, problem: null })
    const other = TestPage.open(api, { siteKey, ...solved })
    await other.conversation.send({ text: 'Привет' })
    expect(other.texts).to.deep.equal(['Привет', 'Добрый день.'])
  })

  it('takes the same words from the composer as another try, other words instead of them', async () => {
    const failure = { status: 500, json: { code: 'internal_error', message: '' } }
    const api = await ScriptedApi.start({
      ...goodRoutes,
      [chatRoute]: [failure, failure, ...goodRoutes[chatRoute]],
    })
    const page = TestPage.open(api, { siteKey: newSiteKey() })
    await page.conversation.send({ text: 'Привет' })
    await page.conversation.send({ text: 'Привет' })
    expect(page.texts).to.deep.equal(['Привет'])
    await page.conversation.send({ text: 'Здравствуйте' })
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
    await page.conversation.send({ text: 'Привет' })
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
    void page.conversation.send({ text: 'Привет' })
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
    const sending = page.conversation.send({ text: 'Привет' })
    await page.when(({ messages }) => messages.length === 3)
    await page.conversation.stop()
    await api.received('POST /functions/v1/chat/stream/*/stop', 1)
    await api.release('stop')
    await sending
    expect(page.view.messages[2]).to.include({ text: 'Добрый', status: 'stopped' })
  })

  it('ends an answer on this side when the server cannot be asked to stop', async () => {
    const api = await ScriptedApi.start({
      ...goodRoutes,
      [chatRoute]: [{ steps: [...sent([meta, textDelta('Добрый')]), { stall: true }] }],
      'POST /functions/v1/chat/stream/*/stop': [{ steps: [{ cut: true }], status: 500 }],
    })
    const page = TestPage.open(api, { siteKey: newSiteKey() })
    void page.conversation.send({ text: 'Привет' })
    await page.when(({ messages }) => messages.length === 3)
    await page.conversation.stop()
    expect(page.view.busy).to.equal(false)
    expect(page.view.messages[2]).to.include({ status: 'interrupted', canContinue: true })
  })
})
