import type { AnswerRequest } from '../../domain/answer-source.ts'
import { textOf } from '../../domain/model.ts'
import { careFor } from './distress.ts'
import { englishPlainAnswers } from './english/plain-answers.ts'
import { languageOf } from './language.ts'
import { russianPlainAnswers } from './russian/plain-answers.ts'

const plainAnswers = { ru: russianPlainAnswers, en: englishPlainAnswers }

/**
 * What is said, in the visitor's language, when no model answers: nobody could be reached, or all who
 * were would not answer this. Whoever sounds in distress is pointed to people.
 */
export function plainAnswer(
  kind: 'unreachable' | 'refused',
  { history, character }: Pick<AnswerRequest, 'history' | 'character'>,
): string {
  const texts = history.filter(({ role }) => role === 'user').map(({ content }) => textOf(content))
  const answers = plainAnswers[languageOf(texts.at(-1) ?? '') ?? character.language]
  const { usual, inDistress } = answers[kind]
  return careFor(texts).at(-1) === undefined ? usual : inDistress
}
