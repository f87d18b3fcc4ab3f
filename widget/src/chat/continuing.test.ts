import { expect } from 'chai'
import type { ChatEvent } from '@visavis/shared/wire/chat-event.ts'
import {
  errorEvent,
  ids,
  messageEnd,
  meta,
  sent,
  storedGreeting,
  storedMessage,
  textDelta,
} from '../../test-support/conversation-fixtures.ts'
import {
  chatRoute,
  streamRoute,
  ScriptedApi,
  type ScriptedRoutes,
} from '../../test-support/scripted-api.ts'
import { answer, question, storedChat, talkedPage } from '../../test-support/talked-page.ts'
import { goodRoutes, leavePages, newSiteKey, TestPage } from '../../test-support/test-page.ts'

const brokenOff = [meta, textDelta('Добрый'), errorEvent('stream_interrupted')]
const stoppedEnd: ChatEvent = { ...messageEnd, finishReason: 'stopped' }
const partial = storedMessage({
  ...answer,
  status: 'interrupted',
  text: 'Добрый',
  problem: 'stream_interrupted',
})
const brokenChat = storedChat([storedGreeting, question, partial])

/** The stream of the rest, which begins with what was said already. */
const rest = [
  { ...meta, streamId: ids.otherStream } as const,
  textDelta('Добрый'),
  textDelta(' день.'),
  messageEnd,
]

async function brokenPage(routes: ScriptedRoutes) {
  return talkedPage({
    ...brokenChat,
    ...routes,
    [chatRoute]: [{ steps: sent(brokenOff) }, ...(routes[chatRoute] ?? [])],
  })
}

/** Every text the last message has from now on, each once. */
function textsOf(page: TestPage): Set<string | undefined> {
  const texts = new Set<string | undefined>()
  const note = () => texts.add(page.texts.at(-1))
  const types = [
    'visavis-message-start',
    'visavis-message-delta',
    'visavis-message-end',
    'visavis-conversation-error',
  ]
  for (const type of types) page.addEventListener(type, note)
  return texts
}

describe('an answer that broke off', () => {
  afterEach(leavePages)

  it('streams on in its place, and its words never go away', async () => {
    const { api, page } = await brokenPage({
      [chatRoute]: [
        { steps: [...sent(rest.slice(0, 3)), { wait: 'end' }, ...sent([messageEnd], 4)] },
      ],
    })
    const before = page.view.messages[2]
    expect(before).to.include({ text: 'Добрый', canContinue: true })
    const texts = textsOf(page)
    const going = page.conversation.retry(ids.answer)
    expect(page.view.messages[2]).to.include({ text: 'Добрый', status: 'streaming' })
    expect(page.view.busy).to.equal(true)
    await page.when(({ messages }) => messages[2]?.text === 'Добрый день.')
    await api.release('end')
    await going
    expect([...texts]).to.deep.equal(['Добрый', 'Добрый день.'])
    expect(page.view.messages).to.have.length(3)
    expect(page.view.messages[2]).to.include({ key: before?.key, status: 'complete' })
    expect(page.view.announcement).to.equal('Добрый день.')
    const [, request] = await api.received(chatRoute, 2)
    expect(request?.body).to.deep.equal({
      siteKey: (request?.body as { siteKey: string }).siteKey,
      chatId: ids.chat,
      continueMessageId: ids.answer,
      channel: 'text',
    })
  })

  it('goes on after a reload, too', async () => {
    const { api, siteKey, page } = await brokenPage({ [chatRoute]: [{ steps: sent(rest) }] })
    page.leave()
    const reloaded = TestPage.open(api, { siteKey })
    await reloaded.conversation.load()
    expect(reloaded.view.messages[2]).to.include({ text: 'Добрый', canContinue: true })
    await reloaded.conversation.retry(ids.answer)
    expect(reloaded.texts).to.deep.equal(['Привет', 'Добрый день.'])
  })

  it('goes on, after a reload, where it was not allowed to grow any longer', async () => {
    const cutShort = storedMessage({ ...answer, text: 'Добрый', isCutShort: true })
    const { api, siteKey, page } = await brokenPage({ [chatRoute]: [{ steps: sent(rest) }] })
    page.leave()
    await api.script(storedChat([storedGreeting, question, cutShort]))
    const reloaded = TestPage.open(api, { siteKey })
    await reloaded.conversation.load()
    expect(reloaded.view.messages[2]).to.include({ status: 'complete', canContinue: true })
    await reloaded.conversation.retry(ids.answer)
    expect(reloaded.texts).to.deep.equal(['Привет', 'Добрый день.'])
    const [, request] = await api.received(chatRoute, 2)
    expect(request?.body).to.include({ continueMessageId: ids.answer })
  })

  it('is resumed like any other when its connection is cut again', async () => {
    const { page } = await brokenPage({
      [chatRoute]: [{ steps: [...sent(rest.slice(0, 2)), { cut: true }] }],
      [streamRoute]: [{ steps: sent(rest.slice(2), 3) }],
    })
    await page.conversation.retry(ids.answer)
    expect(page.texts).to.deep.equal(['Привет', 'Добрый день.'])
  })

  it('can be stopped like any other, and goes on from there', async () => {
    const { api, page } = await brokenPage({
      [chatRoute]: [
        { steps: [...sent(rest.slice(0, 3)), { wait: 'stop' }, ...sent([stoppedEnd], 4)] },
      ],
      'POST /functions/v1/chat/stream/*/stop': [{ status: 202, json: { outcome: 'stopping' } }],
    })
    const going = page.conversation.retry(ids.answer)
    await page.when(({ messages }) => messages[2]?.text === 'Добрый день.')
    await page.conversation.stop()
    const [stop] = await api.received('POST /functions/v1/chat/stream/*/stop', 1)
    expect(stop?.path).to.contain(ids.otherStream)
    await api.release('stop')
    await going
    expect(page.view.messages[2]).to.include({ status: 'stopped', canContinue: true })
  })

  it('is kept, with the way on, when it cannot go on now', async () => {
    const { api, page } = await brokenPage({
      [chatRoute]: [
        { status: 500, json: { code: 'internal_error', message: '' } },
        { steps: sent(rest) },
      ],
    })
    await api.received('GET /rest/v1/messages', 1)
    await page.conversation.retry(ids.answer)
    await api.received('GET /rest/v1/messages', 2)
    await page.when(({ busy }) => !busy)
    expect(page.view.messages[2]).to.include({ text: 'Добрый', canContinue: true })
    await page.conversation.retry(ids.answer)
    expect(page.texts).to.deep.equal(['Привет', 'Добрый день.'])
  })

  it('gives way to what was said after it elsewhere', async () => {
    const more = storedMessage({ ...question, id: ids.variant, parentId: ids.answer, text: 'Ещё' })
    const { api, page } = await brokenPage({
      [chatRoute]: [{ status: 404, json: { code: 'message_not_found', message: '' } }],
    })
    await api.script(storedChat([storedGreeting, question, partial, more]))
    await page.conversation.retry(ids.answer)
    await page.when(({ messages }) => messages.length === 4)
    expect(page.texts).to.deep.equal(['Привет', 'Добрый', 'Ещё'])
  })
})

describe('an answer that ended badly', () => {
  afterEach(leavePages)

  it('shows what is stored of it when that is more', async () => {
    for (const code of ['stream_interrupted', 'database_unavailable'] as const) {
      const { page } = await talkedPage({
        [chatRoute]: [{ steps: sent([meta, textDelta('Добрый'), errorEvent(code)]) }],
      })
      await page.when(({ messages }) => messages[2]?.status === 'complete')
      expect(page.texts).to.deep.equal(['Привет', 'Добрый день.'])
    }
  })

  it('never shows less than it has shown', async () => {
    const { api, page } = await talkedPage({
      ...storedChat([storedGreeting, question, { ...partial, text: 'Доб' }]),
      [chatRoute]: [{ steps: sent(brokenOff) }],
    })
    await api.received('GET /rest/v1/messages', 1)
    await page.when(({ messages }) => messages[0]?.id === ids.greeting)
    expect(page.view.messages[2]).to.include({ text: 'Добрый', status: 'interrupted' })
  })

  it('stays as it is when nothing can be read of it', async () => {
    const api = await ScriptedApi.start({
      ...goodRoutes,
      [chatRoute]: [{ steps: sent([meta, textDelta('Доб'), errorEvent('database_unavailable')]) }],
      'GET /rest/v1/chats': [{ status: 503 }],
      'GET /rest/v1/messages': [{ status: 503 }],
    })
    const page = TestPage.open(api, { siteKey: newSiteKey() })
    await page.conversation.send({ text: 'Привет' })
    await page.when(({ problem }) => problem !== null)
    expect(page.view.messages[2]).to.include({ text: 'Доб', canContinue: true })
  })
})
