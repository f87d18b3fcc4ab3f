import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { message } from '../../../../../test/fixtures/message.ts'
import { character } from '../../../../../test/fixtures/memory-chat-store.ts'
import { plainAnswer } from './plain-answers.ts'
import { englishPlainAnswers } from './english/plain-answers.ts'
import { russianPlainAnswers } from './russian/plain-answers.ts'

const russian = { ...character, language: 'ru' } as const

function answerTo(content: string, { who = character } = {}) {
  return plainAnswer('unreachable', {
    character: who,
    history: [message('assistant', 'Здравствуйте! Hello!'), message('user', content)],
  })
}

describe('what is said when no model answers', () => {
  it('is in the language of the newest message, else in the character’s', () => {
    assert.equal(answerTo('Какая завтра погода?'), russianPlainAnswers.unreachable.usual)
    assert.equal(answerTo('A fine day', { who: russian }), englishPlainAnswers.unreachable.usual)
    assert.equal(answerTo('🙂', { who: russian }), russianPlainAnswers.unreachable.usual)
    assert.equal(answerTo('今天天气怎么样？'), englishPlainAnswers.unreachable.usual)
  })

  it('tells a refusal from silence', () => {
    const history = [message('user', 'Hello')] as const
    assert.equal(plainAnswer('refused', { character, history }), englishPlainAnswers.refused.usual)
  })

  for (const words of [
    'I can’t go on like this',
    'I WANT TO DIE',
    'he keeps hitting me',
    'having a panic attack again',
    'Please help!',
    'я больше не могу',
    'Мне очень страшно',
    'не хочется жить',
    'Он бьёт меня',
    'Помогите, пожалуйста',
  ]) {
    it(`points people to people who write “${words}”`, () => {
      const isRussian = /\p{Script=Cyrillic}/u.test(words)
      const { unreachable } = isRussian ? russianPlainAnswers : englishPlainAnswers
      assert.equal(answerTo(words), unreachable.inDistress)
    })
  }

  it('points people to people in the turns after, too', () => {
    const history = [
      message('user', 'I want to die'),
      message('assistant', 'Are you safe?'),
      message('user', 'no'),
    ] as const
    assert.equal(
      plainAnswer('unreachable', { character, history }),
      englishPlainAnswers.unreachable.inDistress,
    )
  })

  it('leaves others with another try', () => {
    for (const words of ['Help me choose a present', "I'm afraid I forgot the title"]) {
      assert.equal(answerTo(words), englishPlainAnswers.unreachable.usual)
    }
    for (const words of ['Помогите выбрать книгу', 'Боюсь, это не тот автор']) {
      assert.equal(answerTo(words), russianPlainAnswers.unreachable.usual)
    }
  })

  it('knows that it is an AI, and names no telephone number', () => {
    for (const { unreachable, refused } of [englishPlainAnswers, russianPlainAnswers]) {
      for (const text of [...Object.values(unreachable), ...Object.values(refused)]) {
        assert.match(text, /\bAI\b|— ИИ/u)
        assert.doesNotMatch(text, /\d/u)
      }
    }
  })
})
