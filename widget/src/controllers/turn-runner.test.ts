import { expect } from 'chai'
import {
  errorEvent,
  ids,
  messageEnd,
  meta,
  sent,
  textDelta,
} from '../../test-support/conversation-fixtures.ts'
import { chatRoute, ScriptedApi } from '../../test-support/scripted-api.ts'
import { talkedPage } from '../../test-support/talked-page.ts'
import { goodRoutes, leavePages, newSiteKey, TestPage } from '../../test-support/test-page.ts'

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
    expect(page.view.messages[2]).to.include({ status: 'interrupted', canContinue: true })
  })
})
