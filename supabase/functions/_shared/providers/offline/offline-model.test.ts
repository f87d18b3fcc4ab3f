import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { message } from '../../../../../test/fixtures/message.ts'
import { character, settings } from '../../../../../test/fixtures/memory-chat-store.ts'
import type { Character } from '../../domain/character.ts'
import { ModelFailure, type ModelMessage } from '../../domain/model.ts'
import { english } from './english/english.ts'
import { offlineModel } from './offline-model.ts'
import { russian } from './russian/russian.ts'

const eva: Character = {
  ...character,
  name: 'Ева',
  tagline: 'ИИ-собеседница',
  greeting: 'Здравствуйте. Я Ева.',
  language: 'ru',
  facts: ['Мой любимый кот спит на подоконнике.', 'По утрам я читаю старые карты.'],
}

const model = offlineModel({ wordMs: 0 })

type TalkOptions = { isRegeneration?: boolean; isContinuation?: boolean; messageId?: string }

/** One answer and the pieces it came in. */
async function say(who: Character, messages: ModelMessage[], options: TalkOptions = {}) {
  const { isRegeneration = false, isContinuation = false, messageId = 'a' } = options
  const pieces: string[] = []
  const about = { messageId, isRegeneration, isContinuation }
  const request = { system: '', messages, settings, character: who, ...about }
  const stream = {
    onText: (text: string) => pieces.push(text),
    onThinking: () => undefined,
    onRetract: () => undefined,
    onUsage: () => undefined,
    gapMs: 15_000,
    signal: new AbortController().signal,
  }
  const { finishReason } = await model.answer(request, stream)
  return { text: pieces.join(''), pieces, finishReason }
}

/** A whole talk: what is answered to each line. */
async function talk(who: Character, lines: readonly string[]): Promise<string[]> {
  const messages: ModelMessage[] = [message('assistant', who.greeting)]
  const answers: string[] = []
  for (const line of lines) {
    messages.push(message('user', line))
    const { text } = await say(who, messages)
    messages.push(message('assistant', text))
    answers.push(text)
  }
  return answers
}

/** The answer to one line, without the demo's note. */
async function answerTo(who: Character, line: string): Promise<string> {
  const [answer] = await talk(who, [line])
  return answer?.split('\n\n')[0] ?? ''
}

describe('the offline responder', () => {
  it('answers word by word', async () => {
    const { pieces, text, finishReason } = await say(character, [message('user', 'Hello')])
    assert.ok(pieces.length >= 5)
    for (const piece of pieces) assert.match(piece, /^\s*\S+$/u)
    assert.match(text, /I'm Ada/u)
    assert.equal(finishReason, 'stop')
  })

  it('says once per chat that it is a demo', async () => {
    const answers = await talk(character, ['Hello', 'I am tired', 'Thank you', 'hmm'])
    const notes = answers.filter((answer) => answer.includes(english.demoNote))
    assert.deepEqual(notes, [answers[0]])
    const [russianAnswer] = await talk(eva, ['Привет'])
    assert.ok(russianAnswer?.includes(russian.demoNote))
  })

  it('hands no control token back', async () => {
    const answer = await answerTo(character, 'I think <|im_end|> it is bad')
    assert.match(answer, /\w/u)
    assert.doesNotMatch(answer, /<\||\|>/u)
  })

  it('answers in the language of the visitor', async () => {
    assert.match(await answerTo(eva, 'I feel lonely'), /^[\p{Script=Latin}\P{L}]+$/u)
    assert.match(await answerTo(character, 'Мне одиноко'), /^[\p{Script=Cyrillic}\P{L}]+$/u)
    assert.match(await answerTo(eva, '🙂'), /\p{Script=Cyrillic}/u)
    assert.match(await answerTo(character, '🙂'), /\p{Script=Latin}/u)
  })

  it('is the character: name, tagline and facts', async () => {
    assert.match(await answerTo(character, 'Who are you?'), /Ada: AI science guide/u)
    assert.match(await answerTo(eva, 'Как вас зовут?'), /Ева, ИИ-собеседница/u)
    assert.match(await answerTo(character, 'How many hearts do octopuses have?'), /three hearts/u)
    assert.match(await answerTo(eva, 'А у вас есть кот?'), /кот спит/u)
  })

  it('admits to be no person', async () => {
    assert.match(await answerTo(character, 'Are you a real person?'), /AI character/u)
    assert.match(await answerTo(eva, 'Ты живая?'), /не человек/u)
  })

  it('answers the matter, not the greeting before it', async () => {
    assert.match(await answerTo(eva, 'Привет! Я очень устала'), /сил/u)
    assert.match(await answerTo(character, "Hi, I can't sleep at night"), /nights/u)
  })

  it('turns what was said around', async () => {
    assert.match(await answerTo(character, 'I think you like my ideas'), /that I like your ideas/u)
    const answer = await answerTo(eva, 'Вчера я гуляла с моей собакой и пела')
    assert.match(answer, /Вы гуляли с вашей собакой и пели/u)
  })

  it('takes its answers in turn', async () => {
    const answers = await talk(
      character,
      Array.from({ length: 4 }, () => 'I worry a lot'),
    )
    assert.equal(new Set(answers.map((answer) => answer.split('\n\n')[0])).size, 4)
  })

  it('comes back to something said earlier when there is nothing to go on', async () => {
    const answers = await talk(character, ['I need a quiet room', 'mhm'])
    assert.match(answers[1] ?? '', /You said that you need a quiet room/u)
    const russianAnswers = await talk(eva, ['У меня на работе аврал', 'мда'])
    assert.match(russianAnswers[1] ?? '', /о работе/u)
  })

  it('gives the same answer to the same talk, and another one when asked again', async () => {
    const messages: ModelMessage[] = [message('user', 'I am sad')]
    const first = await say(character, messages)
    assert.equal((await say(character, messages)).text, first.text)
    for (const messageId of ['b', 'c', 'd']) {
      const other = await say(character, messages, { isRegeneration: true, messageId })
      assert.notEqual(other.text, first.text)
    }
  })

  it('sends whoever is in distress to people, whatever else was said', async () => {
    assert.match(await answerTo(eva, 'Привет, я устала и не хочу жить'), /112/u)
    assert.match(await answerTo(character, 'Hello, work is fine but I want to die'), /emergency/u)
    assert.match(await answerTo(character, 'I took all my pills'), /if you took something/u)
    assert.match(await answerTo(character, 'He beats me every night'), /not your fault/u)
    assert.match(await answerTo(eva, 'Наглоталась таблеток'), /если что-то принято/u)
    assert.match(await answerTo(eva, 'Муж меня бьёт'), /вашей вины в этом нет/u)
  })

  const noes = [
    [character, 'I want to die', 'no', english],
    [eva, 'Хочу умереть', 'нет', russian],
  ] as const
  for (const [who, distress, no, { care }] of noes) {
    it(`stays with whoever answers “${no}” to being asked about safety`, async () => {
      const answers = await talk(who, [distress, no, no])
      assert.deepEqual(answers, [care.suicide[0], ...care.unsafe.slice(0, 2)])
    })
  }

  it('takes no yes for an all-clear', async () => {
    const answers = await talk(eva, ['Хочу умереть', 'да'])
    assert.match(answers[1] ?? '', /Если это значит, что сейчас вы в безопасности/u)
  })

  it('keeps small talk, its facts and what was said before out of the turns after distress', async () => {
    const lines = [
      'My mother called',
      'kms',
      'mhm',
      'Do octopuses have hearts?',
      'I want quiet',
      'hm',
    ]
    const answers = await talk(character, lines)
    const { suicide, after } = english.care
    assert.deepEqual(answers.slice(1), [suicide[0], ...after, after[0]])
  })

  it('never comes back to distress as if it were small talk', async () => {
    const calm = Array.from({ length: 16 }, () => 'mhm')
    for (const answer of await talk(character, ['I want to die', 'I need it to stop', ...calm])) {
      assert.doesNotMatch(answer, /a wish|You said that you need/u)
    }
  })

  it('tells a fact to the question alone, not to what was said before it', async () => {
    const answer = await answerTo(character, 'My jar of glass broke. What should I do?')
    assert.doesNotMatch(answer, /sea glass/u)
    assert.match(await answerTo(character, 'Nice. What is in the jar?'), /sea glass/u)
  })

  const named = [
    [character, 'My name is Kim', 'Kim'],
    [character, 'Hi, call me Kim', 'Kim'],
    [character, 'you can call me kim', 'kim'],
    [eva, 'Меня зовут Аня', 'Аня'],
    [eva, 'Зовите меня Аней, пожалуйста', 'Аней'],
  ] as const
  for (const [who, line, name] of named) {
    it(`greets by the name in “${line}”`, async () => {
      assert.match(
        await answerTo(who, line),
        new RegExp(`(?:meet you|познакомиться), ${name}!`, 'u'),
      )
    })
  }
  const unnamed = [
    [character, 'Could you call me a taxi?'],
    [character, 'call me later'],
    [character, 'They call me every day'],
    [character, "Don't call me stupid"],
    [character, 'My name is not important'],
    [eva, 'Меня зовут на работу'],
    [eva, 'Не зовите меня так'],
    [eva, 'Зовите меня завтра'],
  ] as const
  for (const [who, line] of unnamed) {
    it(`hears no name in “${line}”`, async () => {
      assert.doesNotMatch(await answerTo(who, line), /meet you|A pleasure|приятно/iu)
    })
  }

  it('stops between two words', async () => {
    const stopping = new AbortController()
    const pieces: string[] = []
    const request = {
      system: '',
      messages: [message('user', 'Hello')],
      settings,
      character,
      messageId: 'a',
      isRegeneration: false,
    }
    const onText = (text: string) => {
      pieces.push(text)
      if (pieces.length === 2) stopping.abort()
    }
    const answering = model.answer(request, {
      onText,
      onThinking: () => undefined,
      onRetract: () => undefined,
      onUsage: () => undefined,
      gapMs: 15_000,
      signal: stopping.signal,
    })
    await assert.rejects(answering, (error) => error === stopping.signal.reason)
    assert.equal(pieces.length, 2)
  })

  for (const isRegeneration of [false, true]) {
    const which = isRegeneration ? 'another answer' : 'an answer'
    it(`goes on with ${which} from where it was stopped`, async () => {
      const messages: ModelMessage[] = [message('user', 'I feel tired')]
      const { pieces, text } = await say(character, messages, { isRegeneration })
      const said = pieces.slice(0, 3).join('')
      const stopped: ModelMessage[] = [
        ...messages,
        message('assistant', said),
        message('user', 'Go on.'),
      ]
      const rest = await say(character, stopped, { isContinuation: true })
      assert.equal(`${said} ${rest.text}`, text)
    })
  }

  it('does not go on with the words of others', async () => {
    const messages: ModelMessage[] = [
      message('user', 'I feel tired'),
      message('assistant', 'Once upon'),
      message('user', 'Go on.'),
    ]
    await assert.rejects(say(character, messages, { isContinuation: true }), ModelFailure)
  })

  it('leaves no placeholder in anything it can say', async () => {
    const longWinded = `I want ${'a very long thing '.repeat(20)}`
    for (const who of [character, eva, { ...character, facts: [] }]) {
      for (const line of ['Who are you?', 'I need', longWinded, 'Я хочу', 'Tell me a joke', '?']) {
        for (const answer of await talk(who, [line, line, line])) {
          assert.doesNotMatch(answer, /[{}]|undefined|^\s*$/u)
        }
      }
    }
  })
})

for (const [language, script] of [
  ['Russian', russian],
  ['English', english],
] as const) {
  describe(`what the responder knows in ${language}`, () => {
    it('is enough for a pleasant talk', () => {
      assert.ok(script.rules.length >= 25)
      for (const rule of script.rules) {
        assert.ok(rule.answers.length >= 2, rule.pattern.source)
        assert.equal(new Set(rule.answers).size, rule.answers.length)
      }
    })

    it('always has something to say when nothing could be turned around', () => {
      for (const { answers, pattern } of script.rules) {
        const catches = /\((?!\?)/u.test(pattern.source)
        const needsNothing = answers.some((answer) => !/\{(?:1|fact|tagline)\}/u.test(answer))
        assert.ok(catches || needsNothing, pattern.source)
      }
    })
  })
}
