import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as v from 'valibot'
import { AnswerEvent, ChatEvent } from './chat-event.ts'

const meta = {
  type: 'meta',
  chatId: 'a',
  userMessageId: 'b',
  messageId: 'c',
  streamId: 'd',
  disclosure: 'An AI',
}
const samples: Record<string, Record<string, unknown>> = {
  meta,
  'meta of a person': { ...meta, speaker: { kind: 'person', name: 'Ann' } },
  'meta of one of many': { ...meta, speaker: { kind: 'character', name: 'Eva', characterId: 'e' } },
  'mind-state': { type: 'mind-state', state: 'speaking' },
  'model-selected': { type: 'model-selected', model: 'm', provider: 'p', attempt: 1 },
  'text-delta': { type: 'text-delta', text: 'Hi' },
  reset: { type: 'reset', reason: 'truncated' },
  'message-end': { type: 'message-end', messageId: 'c', finishReason: 'stop' },
  reconnect: { type: 'reconnect', afterSequence: 3 },
  error: { type: 'error', code: 'model_unavailable', message: '' },
  'tool-progress': { type: 'tool-progress', tool: 'search', state: 'running' },
  suggestions: { type: 'suggestions', items: [{ text: 'Yes' }, { text: 'Site', url: '/site' }] },
  audio: {
    type: 'audio',
    url: '/clip',
    mimeType: 'audio/mpeg',
    words: [{ start: 0, end: 2, atMs: 40 }],
    visemes: [{ viseme: 'aa', atMs: 40 }],
  },
}

describe('a chat event', () => {
  for (const [name, event] of Object.entries(samples)) {
    it(`may be ${name}, with fields that nobody here knows`, () => {
      const newer = { ...event, mood: 'warm' }
      assert.deepEqual(v.parse(ChatEvent, newer), newer)
    })
  }

  for (const [name, event] of Object.entries({
    'a speaker without a name': { ...meta, speaker: { kind: 'person' } },
    'a tool without a state': { type: 'tool-progress', tool: 'search' },
    'a suggestion without a text': { type: 'suggestions', items: [{ url: '/site' }] },
    'a clip without its times': { ...samples['audio'], words: undefined },
    'a word without its time': { ...samples['audio'], words: [{ start: 0, end: 2 }] },
  })) {
    it(`is none with ${name}`, () => {
      assert.equal(v.is(ChatEvent, event), false)
    })
  }

  it('may be of a state, a speaker or a mouth that is not known yet', () => {
    for (const event of [
      { ...samples['tool-progress'], state: 'waiting' },
      { ...meta, speaker: { kind: 'crowd', name: 'All' } },
      { ...samples['audio'], visemes: [{ viseme: 'yawn', atMs: 0 }] },
    ]) {
      assert.equal(v.is(ChatEvent, event), true)
    }
  })

  it('need not be read by whoever shows an answer where it only adds to one', () => {
    const unread = Object.values(samples).filter((event) => !v.is(AnswerEvent, event))
    assert.deepEqual(
      unread.map(({ type }) => type),
      ['tool-progress', 'suggestions', 'audio'],
    )
  })
})
