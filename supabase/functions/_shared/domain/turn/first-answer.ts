import type {
  AnswerRequest,
  AnswerSink,
  AnswerSource,
  Pass,
  RoutedAnswer,
} from '../answer-source.ts'
import { ModelFailure } from '../model.ts'

/**
 * Asks sources in their order until one answers.
 *
 * @throws ModelFailure when all have passed: the last model's, where one was asked
 * @throws whatever the source throws that could not go on
 */
export async function firstAnswer(
  sources: readonly AnswerSource[],
  request: AnswerRequest,
  sink: AnswerSink,
): Promise<RoutedAnswer> {
  let before: Pass = { pass: 'not-mine', attempts: 0 }
  for (const source of sources) {
    const outcome = await source.answer(request, sink, before)
    if (!('pass' in outcome)) return outcome
    if (outcome.pass !== 'not-mine') before = outcome
    sink.signal.throwIfAborted()
  }
  throw before.failure ?? new ModelFailure('connection')
}
