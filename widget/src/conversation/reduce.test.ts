import { expect } from 'chai'
import type { ChatEvent } from '@visavis/shared/wire/chat-event.ts'
import {
  after,
  answered,
  historyLoaded,
  later,
  messagesOf,
  now,
  sentMessage,
  storedAnswer,
  storedQuestion,
  streamed,
} from '../../test-support/conversation-events.ts'
import {
  errorEvent,
  eva,
  ids,
  messageEnd,
  meta,
  storedGreeting,
  storedMessage,
  textDelta,
} from '../../test-support/conversation-fixtures.ts'
import { deriveView } from './derive-view.ts'
import { hasWords } from './reduce.ts'
import type { ConversationEvent } from './state.ts'

const storedVariant = storedMessage({ id: ids.variant, parentId: ids.user, text: 'Ночь.' })

describe('the conversation', () => {
  it('begins with the greeting, which nobody can delete or ask for again', () => {
    const [greeting, ...others] = messagesOf(after())
    expect(others).to.deep.equal([])
    expect(greeting).to.include({ text: eva.greeting, isGreeting: true, status: 'complete' })
    expect(greeting).to.include({ canDelete: false, canRegenerate: false, canRetry: false })
  })

  it('shows a message at once, and its answer from the first word on', () => {
    const sending = after(sentMessage)
    expect(deriveView(sending).busy).to.equal(true)
    expect(messagesOf(sending).slice(1)).to.have.length(1)
    expect(messagesOf(sending)[1]).to.include({ text: 'Привет', status: 'sending' })
    const answering = later(sending, streamed(meta), streamed(textDelta(' \n')))
    expect(messagesOf(answering)).to.have.length(2)
    const speaking = later(answering, streamed(textDelta('День')))
    expect(messagesOf(speaking)[2]).to.include({ text: ' \nДень', status: 'streaming' })
  })

  it("takes the server's ids in the place of its own, and keeps the keys of the list", () => {
    const before = messagesOf(after(sentMessage))
    const [, question, answer] = messagesOf(after(...answered))
    expect(before[1]).to.include({ id: 'client-1', key: 'client-1' })
    expect(question).to.include({ id: ids.user, key: 'client-1', status: 'complete' })
    expect(answer).to.include({ id: ids.answer, key: 'answer-client-1', status: 'complete' })
    expect(after(...answered).chatId).to.equal(ids.chat)
    const [greeting, ...reloaded] = messagesOf(after(...answered, historyLoaded()))
    expect(greeting).to.include({ id: ids.greeting, key: 'greeting' })
    expect(reloaded.map(({ key }) => key)).to.deep.equal(['client-1', 'answer-client-1'])
  })

  it('announces an answer once, when it is finished', () => {
    const speaking = after(sentMessage, streamed(meta), streamed(textDelta('**День** [a](b)')))
    expect(speaking.announcement).to.equal('')
    const finished = later(speaking, streamed(messageEnd))
    expect(finished.announcement).to.equal('**День** [a](b)')
    expect(later(finished, sentMessage).announcement).to.equal('')
    expect(after(historyLoaded()).announcement).to.equal('')
  })

  it('follows what the character is doing, and rests with the end', () => {
    const thinking = after(sentMessage, streamed({ type: 'mind-state', state: 'routing_to_llm' }))
    expect(thinking.mindState).to.equal('routing_to_llm')
    expect(after(...answered).mindState).to.equal('idle')
  })

  it('keeps what was said of a stopped or broken answer', () => {
    const stopped: ChatEvent = { ...messageEnd, finishReason: 'stopped' }
    const cut = answered.slice(0, 3)
    expect(messagesOf(after(...cut, streamed(stopped)))[2]).to.include({
      text: 'День.',
      status: 'stopped',
      problem: null,
    })
    expect(messagesOf(after(...cut, streamed(errorEvent('model_unavailable'))))[2]).to.include({
      text: 'День.',
      status: 'interrupted',
      problem: 'model_unavailable',
      canRegenerate: true,
      canRetry: false,
    })
  })

  it('never lists an empty answer without a reason', () => {
    for (const end of [messageEnd, errorEvent('model_unavailable')]) {
      const [, , answer] = messagesOf(after(sentMessage, streamed(meta), streamed(end)))
      expect(answer).to.include({ text: '', status: 'failed', canRetry: true })
      expect(answer?.problem).to.be.a('string')
    }
  })

  it('puts a message back into the composer that the server did not take', () => {
    const failed = after(sentMessage, { type: 'turn-failed', problem: 'invalid_request' })
    expect(deriveView(failed)).to.include({ draft: 'Привет', busy: false })
    expect(messagesOf(failed)[1]).to.include({ status: 'failed', problem: 'invalid_request' })
    expect(messagesOf(failed)).to.have.length(2)
  })

  it('remembers of each message when to try it again, whatever else fails later', () => {
    const inAMinute = now + 60_000
    const refused = { type: 'turn-failed', problem: 'rate_limited', retryAt: inAMinute } as const
    const failed = after(sentMessage, refused)
    const meanwhile = later(failed, { type: 'action-failed', problem: 'database_unavailable' })
    expect(messagesOf(meanwhile)[1]).to.include({ problem: 'rate_limited', retryAt: inAMinute })
    expect(deriveView(meanwhile)).to.include({ problem: 'database_unavailable', retryAt: null })
    const again = later(failed, sentMessage, { type: 'turn-failed', problem: 'offline' })
    expect(messagesOf(again)[1]).to.include({ problem: 'offline', retryAt: null })
  })

  it('remembers it of an answer, until that is asked for again', () => {
    const key = 'answer-client-1'
    const cut = after(...answered.slice(0, 3))
    const waits = { type: 'turn-failed', problem: 'auth_unavailable', retryAt: now + 1 } as const
    const broken = later(cut, waits)
    expect(messagesOf(broken)[2]).to.include({ problem: 'auth_unavailable', retryAt: now + 1 })
    const again = later(broken, { type: 'answer-followed', key, streamId: null })
    expect(messagesOf(again)[2]).to.include({ problem: null })
    const lost = later(again, streamed(meta), streamed(errorEvent('model_unavailable')))
    expect(messagesOf(lost)[2]).to.include({ problem: 'model_unavailable', retryAt: null })
    const variant: ConversationEvent = {
      type: 'variant-requested',
      key,
      clientMessageId: 'client-2',
      now,
    }
    const view = deriveView(after(...answered, variant, waits))
    expect(view).to.include({ problem: 'auth_unavailable', retryAt: now + 1 })
  })

  it('does not overwrite what is being typed when a message fails', () => {
    const typed: ConversationEvent = { type: 'draft-changed', text: 'И ещё' }
    const failed = after(sentMessage, typed, { type: 'turn-failed', problem: 'offline' })
    expect(failed.draft).to.equal('И ещё')
    expect(messagesOf(failed)[1]?.text).to.equal('Привет')
  })

  it('empties the composer of the words that are sent, and of no others', () => {
    const typed = (text: string): ConversationEvent => ({ type: 'draft-changed', text })
    expect(after(typed('Привет '), sentMessage).draft).to.equal('')
    expect(after(typed('Другое'), sentMessage).draft).to.equal('Другое')
  })

  it('sends other words in the place of those that were not taken', () => {
    const failed = after(sentMessage, { type: 'turn-failed', problem: 'offline' })
    const again = later(failed, { ...sentMessage, clientMessageId: 'client-2', text: 'Иначе' })
    expect(messagesOf(again).map(({ text }) => text)).to.deep.equal([eva.greeting, 'Иначе'])
  })

  it('counts variants, and shows the newest one', () => {
    const requested: ConversationEvent = {
      type: 'variant-requested',
      clientMessageId: 'client-2',
      key: 'answer-client-1',
      now,
    }
    const other = { ...meta, messageId: ids.variant, streamId: ids.otherStream }
    const state = after(...answered, requested, streamed(other), streamed(textDelta('Ночь.')))
    expect(messagesOf(state)[2]).to.deep.include({ text: 'Ночь.', variant: { index: 1, count: 2 } })
    const back = later(state, { type: 'variant-shown', key: 'answer-client-1' })
    expect(messagesOf(back)[2]).to.deep.include({ text: 'День.', variant: { index: 0, count: 2 } })
  })

  it('shows the former variant when another one is refused', () => {
    const state = after(
      ...answered,
      { type: 'variant-requested', clientMessageId: 'client-2', key: 'answer-client-1', now },
      { type: 'turn-failed', problem: 'offline' },
    )
    expect(messagesOf(state)[2]).to.deep.include({ text: 'День.', variant: { index: 0, count: 1 } })
    expect(state.problem).to.equal('offline')
  })

  it('deletes a subtree, and falls back to the newest variant that is left', () => {
    const messages = [storedGreeting, storedQuestion, storedAnswer, storedVariant]
    const reply = storedMessage({ id: 'reply', parentId: ids.variant, role: 'user', text: 'Так' })
    const state = after(historyLoaded([...messages, reply]))
    const withoutVariant = later(state, { type: 'message-deleted', key: ids.variant })
    expect(messagesOf(withoutVariant).map(({ id }) => id)).to.deep.equal([
      ids.greeting,
      ids.user,
      ids.answer,
    ])
    const withoutQuestion = later(state, { type: 'message-deleted', key: ids.user })
    expect(messagesOf(withoutQuestion).map(({ id }) => id)).to.deep.equal([ids.greeting])
    expect(withoutQuestion.tree.nodes.size).to.equal(1)
  })

  it('keeps the path it shows when something beside it is deleted', () => {
    const messages = [storedGreeting, storedQuestion, storedAnswer, storedVariant]
    const state = after(historyLoaded(messages, ids.answer))
    const rest = later(state, { type: 'message-deleted', key: ids.variant })
    expect(messagesOf(rest).at(-1)?.id).to.equal(ids.answer)
  })

  it('clears everything but the greeting, and begins anew with the page’s own', () => {
    const state = after(historyLoaded())
    expect(messagesOf(later(state, { type: 'chat-cleared' })).map(({ id }) => id)).to.deep.equal([
      ids.greeting,
    ])
    const begun = later(state, { type: 'chat-begun', now })
    expect(begun.chatId).to.equal(null)
    expect(messagesOf(begun).map(({ id }) => id)).to.deep.equal(['greeting'])
  })

  it('does not let a history overtake a running turn', () => {
    const state = after(sentMessage, streamed(meta))
    expect(later(state, historyLoaded([storedGreeting]))).to.equal(state)
  })

  it('passes over the events of a turn that is not there any more', () => {
    const state = after(sentMessage, { type: 'chat-begun', now })
    expect(later(state, streamed(textDelta('Поздно')))).to.equal(state)
  })

  it('hands the same message to the panel as long as nothing about it changes', () => {
    const speaking = after(sentMessage, streamed(meta), streamed(textDelta('День')))
    const before = deriveView(speaking)
    const view = deriveView(later(speaking, streamed(textDelta('.'))), before)
    expect(view.messages[0]).to.equal(before.messages[0])
    expect(view.messages[1]).to.equal(before.messages[1])
    expect(view.messages[2]).not.to.equal(before.messages[2])
  })

  it('lets nothing be changed while a turn runs', () => {
    for (const message of messagesOf(
      after(sentMessage, streamed(meta), streamed(textDelta('Д'))),
    )) {
      expect(message).to.include({ canDelete: false, canRegenerate: false, canRetry: false })
    }
  })
})

describe('a text with words', () => {
  it('is one that has something to show', () => {
    expect(hasWords(' \n\t')).to.equal(false)
    expect(hasWords('')).to.equal(false)
    expect(hasWords(' .')).to.equal(true)
  })
})
