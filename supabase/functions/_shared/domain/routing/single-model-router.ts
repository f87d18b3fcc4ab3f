import type { AnswerSource } from '../answer-source.ts'
import { longestTimerMs } from '../clock.ts'
import { contextWindow } from '../prompting/context-window.ts'
import { ModelFailure, type Model } from '../model.ts'

/** Asks the one model there is. */
export function singleModelRouter(model: Model): AnswerSource {
  const { name, provider } = model
  return {
    async answer(
      { sections, history, selection: _, ...request },
      { onSelected, onAttempt, ...sink },
    ) {
      const asked = { model: name, provider, attempt: 1 }
      onSelected(asked)
      const startedAt = performance.now()
      let firstTextMs: number | undefined
      const onText = (text: string) => {
        firstTextMs ??= Math.round(performance.now() - startedAt)
        sink.onText(text)
      }
      const stream = { ...sink, onText, onThinking: () => undefined, gapMs: longestTimerMs }
      const report = (outcome: string) => {
        const totalMs = Math.round(performance.now() - startedAt)
        onAttempt({ ...asked, outcome, startedMs: 0, totalMs, firstTextMs })
      }
      try {
        const answer = await model.answer(
          { ...request, ...contextWindow(sections, history) },
          stream,
        )
        report('answered')
        return { ...answer, model: name, provider }
      } catch (error) {
        report(sink.signal.aborted ? 'stopped' : codeOf(error))
        throw error
      }
    },
  }
}

function codeOf(error: unknown): string {
  return error instanceof ModelFailure ? error.code : 'internal_error'
}
