import { decodeGenerator, encode } from 'gpt-tokenizer/encoding/o200k_base'
import { answer, type Behaviour } from '../../../test/fixtures/llm-server.ts'

export type Answer = {
  readonly text: string
  /** The first sentence, if that is what a voice begins with; else it begins with a clause. */
  readonly sentence: string | null
}

const tokensPerSecond = 30

/** As a companion answers: English and Russian by turns, so that half of it is either's. */
const sentences: readonly (readonly [sentence: string, rest: string])[] = [
  ['I am listening.', ' Take your time.'],
  ['Я вас слышу.', ' Не торопитесь.'],
  ['That sounds hard.', ' How long has it been so?'],
  ['Это непросто.', ' Давно это у вас?'],
  ['I understand.', ''],
  ['Понимаю вас.', ''],
  ['Yes, of course.', ' We can talk about it.'],
  ['Да, конечно.', ' Можем поговорить об этом.'],
  ['What would help you right now?', ''],
  ['Что вам сейчас помогло бы?', ''],
  ['Thank you for telling me this.', ''],
  ['Спасибо, что рассказали.', ''],
]

const clauses: readonly string[] = [
  'It sounds like a long day, and a lonely one.',
  'Похоже, день был долгим, и вы устали.',
  'When you think of tomorrow, what comes first?',
  'Когда вы думаете о завтрашнем дне, что приходит первым?',
  'You have been patient with everyone, except yourself.',
  'Вы терпеливы со всеми вокруг, а с собой не очень.',
  'Perhaps it would be easier to begin with something small.',
  'Может быть, начать сегодня с чего-то совсем небольшого?',
  'I would like to know what you felt then.',
  'Мне хотелось бы понять, что вы почувствовали.',
  'Many people feel this way in the evening, so you are not alone.',
  'Вечером так бывает у многих, вы не одиноки.',
]

const openingWith = {
  sentences: sentences.map(([sentence, rest]) => ({ sentence, text: sentence + rest })),
  clauses: clauses.map((text) => ({ sentence: null, text })),
}

/** One after another, for as long as they are wanted: two with a sentence first, two with a clause. */
export function answerOfTurn(turn: number): Answer {
  const list = turn % 4 < 2 ? openingWith.sentences : openingWith.clauses
  const index = Math.floor(turn / 4) * 2 + (turn % 2)
  return list[index % list.length] as Answer
}

/** A quarter of a minute of speech. */
export const longAnswer = clauses
  .filter((text) => /^[A-Z]/u.test(text))
  .slice(0, 5)
  .join(' ')

/** Says a text as a model does, token by token. */
export function saying(text: string): Behaviour {
  return answer([...decodeGenerator(encode(text))], { everyMs: 1000 / tokensPerSecond })
}
