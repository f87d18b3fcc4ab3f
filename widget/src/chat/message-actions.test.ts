import { expect } from 'chai'
import { ids, messageEnd, meta, sent, textDelta } from '../../test-support/conversation-fixtures.ts'
import { chatRoute } from '../../test-support/scripted-api.ts'
import { talkedPage } from '../../test-support/talked-page.ts'
import { leavePages } from '../../test-support/test-page.ts'

describe('what can be done with messages', () => {
  afterEach(leavePages)

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
    await page.when(() => page.texts.length === 0)
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
    await page.conversation.send({ text: 'Снова' })
    const requests = await api.received(chatRoute, 2)
    expect(requests[1]?.body).not.to.have.property('chatId')
    expect(
      Object.keys(localStorage).filter((key) => key.includes(`${siteKey}:chat`)),
    ).to.have.length(1)
  })
})
