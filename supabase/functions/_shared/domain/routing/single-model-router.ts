import type { AnswerSource } from '../answer-source.ts'
import { longestTimerMs } from '../clock.ts'
import { contextWindow } from '../prompting/context-window.ts'
import type { Model } from '../model.ts'

/** Asks the one model there is. */
export function singleModelRouter(model: Model): AnswerSource {
  const { name, provider } = model
  return {
    async answer({ sections, history, selection: _, ...request }, { onSelected, ...sink }) {
      onSelected({ model: name, provider, attempt: 1 })
      const stream = { ...sink, onThinking: () => undefined, gapMs: longestTimerMs }
      const answer = await model.answer({ ...request, ...contextWindow(sections, history) }, stream)
      return { ...answer, model: name, provider }
    },
  }
}
