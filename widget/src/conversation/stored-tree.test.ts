import { expect } from 'chai'
import {
  after,
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
  meta,
  storedGreeting,
  storedMessage,
  textDelta,
} from '../../test-support/conversation-fixtures.ts'

const broken = after(
  sentMessage,
  streamed(meta),
  streamed(textDelta('Добрый день')),
  streamed(errorEvent('stream_interrupted')),
)

/** The chat with an answer that ended badly after these words. */
function brokenAt(text: string, status: 'interrupted' | 'failed' = 'interrupted') {
  const problem = 'stream_interrupted'
  const answer = storedMessage({ ...storedAnswer, status, text, problem })
  return historyLoaded([storedGreeting, storedQuestion, answer])
}

describe('what the server has of a chat', () => {
  it('keeps an unsent message below a history that does not know it, and drops its twin', () => {
    const failed = after(sentMessage, { type: 'turn-failed', problem: 'offline' })
    const kept = later(failed, historyLoaded([storedGreeting]))
    expect(messagesOf(kept).map(({ text }) => text)).to.deep.equal([eva.greeting, 'Привет'])
    const known = later(failed, historyLoaded())
    expect(messagesOf(known).map(({ id }) => id)).to.deep.equal([
      ids.greeting,
      ids.user,
      ids.answer,
    ])
  })

  it('takes the place of a broken answer when there is more of it', () => {
    const whole = later(broken, historyLoaded())
    expect(messagesOf(whole)[2]).to.include({ text: 'День.', status: 'complete', problem: null })
    const longer = later(broken, brokenAt('Добрый день, друг'))
    expect(messagesOf(longer)[2]).to.include({ text: 'Добрый день, друг', status: 'interrupted' })
  })

  it('takes nothing away that was shown of a broken answer', () => {
    expect(messagesOf(later(broken, brokenAt('Добр')))[2]).to.include({
      text: 'Добрый день',
      status: 'interrupted',
      canContinue: true,
    })
    expect(messagesOf(later(broken, brokenAt('', 'failed')))[2]).to.include({
      text: 'Добрый день',
      status: 'failed',
      canRetry: true,
    })
  })
})
