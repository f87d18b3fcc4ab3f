import type { AnswerSource } from '../../domain/answer-source.ts'
import type { Model } from '../../domain/model.ts'
import { plainAnswer } from './plain-answers.ts'

/**
 * The last source: says in the visitor's language, in the offline responder's name, that nobody answered,
 * or that nobody would.
 */
export function offlineApology({ name: model, provider }: Model): AnswerSource {
  return {
    async answer(request, sink, { pass, attempts, failure }) {
      // What was said before holds better without a sentence of ours behind it.
      if (request.isContinuation) return { pass: 'not-mine', attempts }
      const reason = failure?.code
      sink.onSelected({ model, provider, attempt: attempts + 1, ...(reason && { reason }) })
      sink.onText(plainAnswer(pass === 'refused' ? 'refused' : 'unreachable', request))
      return { finishReason: pass === 'refused' ? 'content_filter' : 'stop', model, provider }
    },
  }
}
