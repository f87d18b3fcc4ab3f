import type { AnswerRequest } from '../../domain/answer-router.ts'
import { englishPlainAnswers } from './english/plain-answers.ts'
import { languageOf } from './language.ts'
import { russianPlainAnswers } from './russian/plain-answers.ts'
import { plainSpelling } from './script.ts'

const plainAnswers = { ru: russianPlainAnswers, en: englishPlainAnswers }

/**
 * What is said, in the visitor's language, when no model answers: nobody could be reached, or all who
 * were would not answer this. Whoever sounds in distress is pointed to people.
 */
export function plainAnswer(
  kind: 'unreachable' | 'refused',
  { history, character }: Pick<AnswerRequest, 'history' | 'character'>,
): string {
  const newest = history.findLast(({ role }) => role === 'user')?.content ?? ''
  const answers = plainAnswers[languageOf(newest) ?? character.language]
  const { usual, inDistress } = answers[kind]
  return answers.distress.test(plainSpelling(newest)) ? inDistress : usual
}
