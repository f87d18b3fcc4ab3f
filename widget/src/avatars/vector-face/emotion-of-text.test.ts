import { expect } from 'chai'
import type { Emotion } from '../avatar.ts'
import { emotionOfDirection } from './emotion-at.ts'
import { emotionOfText } from './emotion-of-text.ts'

const said: Record<Emotion, string[]> = {
  neutral: [
    '',
    'Что было потом?',
    'Расскажите, с чего начался этот день.',
    'Радио играло весь вечер.',
    'Страховка покрывает умеренные траты.',
    'Что делает вас счастливым и что радует?',
    'What makes you happy?',
    'Paint the wall, he hardly noticed.',
    'What happened next?',
    'Breathe in for four seconds, then out for six.',
  ],
  warm: [
    'Здравствуйте! О чём хотите поговорить?',
    'Спасибо, что поделились.',
    'Я рядом.',
    'Hello, how was your day?',
    'Take your time.',
  ],
  glad: [
    'Я рада это слышать!',
    'Поздравляю, это большой шаг.',
    'Отлично, давайте продолжим.',
    'That is wonderful.',
    "I'm so glad you told me.",
  ],
  sad: ['Соболезную вам.', 'Мне очень грустно это слышать.', 'I am so sorry for your loss.'],
  concerned: [
    'Вам сейчас тяжело.',
    'Тревога мешает вам спать?',
    'Мне жаль, что так вышло.',
    'That sounds hard to carry.',
    'It is hard.',
    'You seem worried about him.',
  ],
  surprised: ['Ого, целых десять лет!', 'Вот это да.', 'Wow, ten years!'],
  thoughtful: [
    'Хм, давайте посмотрим иначе.',
    'Возможно, дело не в этом.',
    'Perhaps there is another way.',
  ],
}

describe('the emotion of a sentence', () => {
  for (const [emotion, sentences] of Object.entries(said)) {
    it(`is ${emotion} where the words are`, () => {
      for (const sentence of sentences) expect(emotionOfText(sentence), sentence).to.equal(emotion)
    })
  }

  it('is none where the word is denied, not its opposite', () => {
    for (const sentence of [
      'Это не страшно.',
      'Ничего страшного.',
      'Вы не очень рады этому дню.',
      'It is not hard at all.',
      "That wasn't very great.",
      'Nothing to worry about.',
      'Without worry you would sleep.',
    ]) {
      expect(emotionOfText(sentence), sentence).to.equal('neutral')
    }
  })

  it('is what a stage direction tells, which no sentence does', () => {
    for (const [direction, emotion] of [
      ['*smiles and nods*', 'glad'],
      ['*Ада улыбается.*', 'glad'],
      ['*смеётся*', 'glad'],
      ['_nods_', 'warm'],
      ['*обнимает вас*', 'warm'],
      ['*sighs*', 'sad'],
      ['*грустно улыбается*', 'sad'],
      ['*хмурится*', 'concerned'],
      ['*gasps*', 'surprised'],
      ['*raises an eyebrow*', 'surprised'],
      ['*задумывается*', 'thoughtful'],
      ['*does not smile*', 'neutral'],
      ['*opens the door*', 'neutral'],
    ] as const) {
      expect(emotionOfDirection(direction), direction).to.equal(emotion)
    }
    expect(emotionOfText('When do they smile and nod?')).to.equal('neutral')
    expect(emotionOfText('Он вздыхает.')).to.equal('neutral')
  })

  it('does not smile at what hurts', () => {
    expect(emotionOfText('Здорово, что вы пришли, хотя вам больно.')).to.equal('concerned')
    expect(emotionOfText('Thank you for telling me about your grief.')).to.equal('sad')
  })

  it('reads ё as е and capitals as small letters', () => {
    expect(emotionOfText('Тяжёлый день.')).to.equal('concerned')
    expect(emotionOfText('ПОЗДРАВЛЯЮ!')).to.equal('glad')
  })
})
