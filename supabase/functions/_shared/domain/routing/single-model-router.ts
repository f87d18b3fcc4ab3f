import type { AnswerRouter } from '../answer-router.ts'
import { longestTimerMs } from '../clock.ts'
import { contextWindow } from '../prompting/context-window.ts'
import type { Model } from '../model.ts'

/** Asks the one model there is. */
export function singleModelRouter(model: Model): AnswerRouter {
  const { name, provider } = model
  return {
    warm: () => undefined,
    async answer({ history, selection: _, ...request }, { onSelected, ...sink }) {
      onSelected({ model: name, provider, attempt: 1 })
      const messages = contextWindow(request.system, history)
      const stream = { ...sink, onThinking: () => undefined, gapMs: longestTimerMs }
      const answer = await model.answer({ ...request, messages }, stream)
      return { ...answer, model: name, provider }
    },
  }
}
