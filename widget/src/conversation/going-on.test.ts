import { expect } from 'chai'
import type { ChatEvent } from '@visavis/shared/wire/chat-event.ts'
import {
  after,
  answered,
  historyLoaded,
  later,
  messagesOf,
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
import type { ConversationEvent, ConversationState } from './state.ts'

const reset: ChatEvent = { type: 'reset', reason: 'stalled' }
const stopped: ChatEvent = { ...messageEnd, finishReason: 'stopped' }
const broken = after(...answered.slice(0, 3), streamed(errorEvent('stream_interrupted')))

const askedOn: ConversationEvent = {
  type: 'answer-followed',
  key: 'answer-client-1',
  streamId: null,
}

/** What the last message says after each of these events. */
function textsAfterEach(state: ConversationState, events: readonly ConversationEvent[]) {
  return events.map((_, count) => messagesOf(later(state, ...events.slice(0, count + 1))).at(-1))
}

describe('an answer that starts over', () => {
  const wrong = [sentMessage, streamed(meta), streamed(textDelta('Не то')), streamed(reset)]

  it('keeps its first words until others take their place', () => {
    expect(messagesOf(after(...wrong))[2]?.text).to.equal('Не то')
    const right = after(...wrong, streamed(textDelta('То')), streamed(textDelta(' самое')))
    expect(messagesOf(right)[2]?.text).to.equal('То самое')
  })

  it('does not move as long as it says the same again, and ends with what was said last', () => {
    const again = after(...wrong, streamed(textDelta('Не')))
    expect(messagesOf(again)[2]?.text).to.equal('Не то')
    expect(messagesOf(later(again, streamed(messageEnd)))[2]?.text).to.equal('Не')
  })

  it('is announced once, with its final words only', () => {
    const events = [...wrong, streamed(textDelta('То')), streamed(messageEnd)]
    const announced = events.map((_, count) => after(...events.slice(0, count + 1)).announcement)
    expect(announced.filter((text) => text !== '')).to.deep.equal(['То'])
  })

  it('keeps what was shown when it breaks off before it has said anything anew', () => {
    const over = after(...wrong, streamed(errorEvent('stream_interrupted')))
    expect(messagesOf(over)[2]).to.include({ text: 'Не то', status: 'interrupted' })
  })
})

describe('an answer that began with a thought in plain words', () => {
  const thought: ChatEvent = { type: 'reset', reason: 'thought' }
  const takenBack = after(sentMessage, streamed(meta), streamed(textDelta('Хм')), streamed(thought))

  it('does not show it a moment longer', () => {
    expect(messagesOf(takenBack).map(({ text }) => text)).to.not.include('Хм')
  })

  it('does not show it when nothing comes instead', () => {
    for (const end of [stopped, errorEvent('model_unavailable')]) {
      expect(messagesOf(later(takenBack, streamed(end)))[2]?.text).to.equal('')
    }
  })
})

describe('an answer that can go on', () => {
  it('is one that broke off, was stopped or was not allowed to grow', () => {
    const ends = [errorEvent('stream_interrupted'), stopped]
    for (const end of [...ends, { ...messageEnd, finishReason: 'length' } as const]) {
      const [greeting, question, answer] = messagesOf(after(...answered.slice(0, 3), streamed(end)))
      expect(answer).to.include({ text: 'День.', canContinue: true, canRetry: false })
      expect(greeting?.canContinue).to.equal(false)
      expect(question?.canContinue).to.equal(false)
    }
    expect(messagesOf(after(...answered))[2]?.canContinue).to.equal(false)
  })

  it('is the last message, while nothing is being answered', () => {
    const more = { ...sentMessage, clientMessageId: 'client-2', text: 'Ещё' }
    expect(messagesOf(later(broken, more))[2]?.canContinue).to.equal(false)
    const failed = later(broken, more, { type: 'turn-failed', problem: 'offline' })
    expect(messagesOf(failed)[2]?.canContinue).to.equal(false)
    expect(messagesOf(later(broken, askedOn))[2]?.canContinue).to.equal(false)
  })

  it('need not have begun', () => {
    const wordless = after(sentMessage, streamed(meta), streamed(stopped))
    expect(messagesOf(wordless)[2]).to.include({ status: 'stopped', canContinue: true })
    const begun = [askedOn, streamed(meta), streamed(textDelta('День'))]
    expect(messagesOf(later(wordless, ...begun))[2]).to.include({ text: 'День' })
  })

  it('streams on in its place, neither emptied nor doubled', () => {
    const events = [
      askedOn,
      streamed({ ...meta, streamId: ids.otherStream }),
      streamed(textDelta('День.')),
      streamed(textDelta(' Садитесь')),
      streamed(textDelta('.')),
    ]
    const growing = textsAfterEach(broken, events)
    expect(growing.map((message) => message?.text)).to.deep.equal([
      'День.',
      'День.',
      'День.',
      'День. Садитесь',
      'День. Садитесь.',
    ])
    expect(new Set(growing.map((message) => message?.key))).to.have.length(1)
    const ended = later(broken, ...events, streamed(messageEnd))
    expect(messagesOf(ended)).to.have.length(3)
    expect(messagesOf(ended)[2]).to.include({ status: 'complete', canContinue: false })
    expect(ended.announcement).to.equal('День. Садитесь.')
  })

  it('is as it was when nothing comes of it, and can be asked to go on again', () => {
    const refused = later(broken, askedOn, { type: 'turn-failed', problem: 'offline' })
    const cut = later(broken, askedOn, streamed(meta), streamed(errorEvent('database_unavailable')))
    const halted = later(broken, askedOn, streamed(meta), streamed(stopped))
    for (const state of [refused, cut, halted]) {
      expect(messagesOf(state)[2]).to.include({ text: 'День.', canContinue: true })
      expect(state.announcement).to.equal('')
    }
  })

  it('can be one of an earlier page view', () => {
    const answer = storedMessage({ ...storedAnswer, isCutShort: true })
    const state = after(historyLoaded([storedGreeting, storedQuestion, answer]))
    expect(messagesOf(state)[2]).to.include({ status: 'complete', canContinue: true })
  })
})

describe('an answer that is followed from its beginning again', () => {
  it('shows what was there until the stream is past it', () => {
    const running = storedMessage({ ...storedAnswer, status: 'streaming', text: 'Де' })
    const state = after(historyLoaded([storedGreeting, storedQuestion, running]))
    const replay = ['Д', 'ень', '.'].map((text) => streamed(textDelta(text)))
    const followed = { ...askedOn, key: ids.answer, streamId: ids.stream }
    const shown = textsAfterEach(state, [followed, streamed(meta), ...replay])
    expect(shown.map((message) => message?.text)).to.deep.equal(['Де', 'Де', 'Де', 'День', 'День.'])
    expect(messagesOf(state).map(({ text }) => text)).to.deep.equal([eva.greeting, 'Привет', 'Де'])
  })
})
