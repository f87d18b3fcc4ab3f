import { expect } from 'chai'
import {
  ids,
  messageEnd,
  rowOf,
  sent,
  storedGreeting,
  storedMessage,
  textDelta,
} from '../../test-support/conversation-fixtures.ts'
import { chatRoute, streamRoute } from '../../test-support/scripted-api.ts'
import { answer, question, storedChat, talkedPage } from '../../test-support/talked-page.ts'
import { leavePages, TestPage } from '../../test-support/test-page.ts'

const otherChat = 'b0000000-0000-4000-8000-0000000000f1'
const otherQuestion = { ...question, text: 'Вчерашнее' }
const otherAnswer = { ...answer, text: 'Помню.' }
const yesterday = storedChat([storedGreeting, otherQuestion, otherAnswer])

describe('another of a visitor’s chats', () => {
  afterEach(leavePages)

  it('is shown, gone on with, and there after a reload', async () => {
    const { api, siteKey, page } = await talkedPage()
    await api.script(yesterday)
    await page.conversation.showChat(otherChat)
    expect(page.texts).to.deep.equal(['Вчерашнее', 'Помню.'])
    expect(page.view).to.include({ chatId: otherChat, busy: false, problem: null })
    await page.conversation.send({ text: 'Дальше' })
    const [, request] = await api.received(chatRoute, 2)
    expect(request?.body).to.include({ chatId: otherChat, content: 'Дальше' })
    page.conversation.newChat()
    await page.conversation.showChat(otherChat)
    page.leave()
    const reloaded = TestPage.open(api, { siteKey })
    await reloaded.conversation.load()
    expect(reloaded.view.chatId).to.equal(otherChat)
  })

  it('lets the answer run that was being given, and follows its own', async () => {
    const { api, page } = await talkedPage()
    await api.script({
      [chatRoute]: [{ steps: [{ wait: 'never' }] }],
      [streamRoute]: [
        { steps: [{ wait: 'go on' }, ...sent([textDelta('Да, помню.'), messageEnd])] },
      ],
      ...storedChat([
        storedGreeting,
        otherQuestion,
        storedMessage({ ...otherAnswer, status: 'streaming', text: '', streamId: ids.otherStream }),
      ]),
    })
    void page.conversation.send({ text: 'Ещё' })
    await api.received(chatRoute, 2)
    await page.conversation.showChat(otherChat)
    expect(page.view).to.include({ chatId: otherChat, busy: true })
    await api.release('go on')
    await page.when(({ busy }) => !busy)
    expect(page.texts).to.deep.equal(['Вчерашнее', 'Да, помню.'])
    expect(await api.received('POST /functions/v1/chat/stream/*/stop', 0)).to.be.empty
  })

  it('that is gone, or out of reach, leaves the one that is shown', async () => {
    const { api, page } = await talkedPage()
    await api.script({ 'GET /rest/v1/chats': [{ json: [] }] })
    await page.conversation.showChat(otherChat)
    expect(page.view).to.include({ chatId: ids.chat, problem: 'chat_not_found' })
    await api.script({ 'GET /rest/v1/chats': [{ status: 503, json: {} }] })
    await page.conversation.showChat(otherChat)
    expect(page.view.chatId).to.equal(ids.chat)
    expect(page.texts).to.deep.equal(['Привет', 'Добрый день.'])
  })

  it('is shown in the site’s other tabs, too', async () => {
    const { api, siteKey, page } = await talkedPage()
    const other = TestPage.open(api, { siteKey })
    await other.conversation.load()
    await api.script(yesterday)
    await page.conversation.showChat(otherChat)
    await other.when(({ chatId }) => chatId === otherChat)
    expect(other.texts).to.deep.equal(['Вчерашнее', 'Помню.'])
  })

  it('is the one that was asked for last, whichever comes last, and none once a new one was begun', async () => {
    const { api, page } = await talkedPage()
    const rows = (...messages: (typeof question)[]) => ({
      raw: JSON.stringify([storedGreeting, ...messages].map(rowOf)),
    })
    const type = 'application/json'
    await api.script({
      ...yesterday,
      'GET /rest/v1/messages': [
        { steps: [{ wait: 'late' }, rows(question, answer)], type },
        { steps: [rows(otherQuestion, otherAnswer)], type },
        { steps: [{ wait: 'later' }, rows(question, answer)], type },
      ],
    })
    const first = page.conversation.showChat(ids.chat)
    await api.received('GET /rest/v1/messages', 1)
    await page.conversation.showChat(otherChat)
    await api.release('late')
    await first
    expect(page.view.chatId).to.equal(otherChat)
    expect(page.texts).to.deep.equal(['Вчерашнее', 'Помню.'])
    const second = page.conversation.showChat(ids.chat)
    await api.received('GET /rest/v1/messages', 3)
    page.conversation.newChat()
    await api.release('later')
    await second
    expect(page.view.chatId).to.equal(null)
  })

  it('does not get what was not sent in the one before', async () => {
    const { api, siteKey, page } = await talkedPage()
    await api.script({
      ...yesterday,
      [chatRoute]: [{ status: 403, json: { code: 'visitor_banned', message: '' } }],
    })
    await page.conversation.send({ text: 'Ещё' })
    expect(page.view.messages.at(-1)?.status).to.equal('failed')
    await page.conversation.showChat(otherChat)
    page.leave()
    const reloaded = TestPage.open(api, { siteKey })
    await reloaded.conversation.load()
    expect(reloaded.texts).to.deep.equal(['Вчерашнее', 'Помню.'])
    expect(reloaded.view.draft).to.equal('Ещё')
  })

  it('is not taken away by what was being read of the one before', async () => {
    const { api, page } = await talkedPage()
    const rows = JSON.stringify([storedGreeting, question, answer].map(rowOf))
    const late = { steps: [{ wait: 'late' }, { raw: rows }], type: 'application/json' }
    await api.script({ 'GET /rest/v1/messages': [late] })
    window.dispatchEvent(new Event('online'))
    await api.received('GET /rest/v1/messages', 1)
    page.conversation.newChat()
    await api.release('late')
    await api.received('GET /rest/v1/messages', 1)
    await page.conversation.send({ text: 'Новое' })
    const [, request] = await api.received(chatRoute, 2)
    expect(request?.body).not.to.include.keys('chatId')
  })
})
