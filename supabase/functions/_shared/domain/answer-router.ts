import type { Usage } from '../wire/chat-event.ts'
import type { ModelSelection } from '../wire/model.ts'
import type { ModelAnswer, ModelMessage, ModelRequest } from './model.ts'

/** What a turn asks of whichever model will answer it. */
export type AnswerRequest = Omit<ModelRequest, 'messages'> & {
  /** The active path, oldest first, not cut yet: models differ in how much they can read. */
  history: readonly ModelMessage[]
  selection: ModelSelection
}

/** What a turn hears while it is being answered, in this order: selected, text, reset, text. */
export type AnswerSink = {
  /** Who is asked now; `reason` is the code of the failure that led to the switch. */
  onSelected: (selected: {
    model: string
    provider: string
    attempt: number
    reason?: string
  }) => void
  /** Visible text, never empty; the first piece begins with a visible character. */
  onText: (text: string) => void
  /** All text so far is void: another model has just begun. Its first text follows at once. */
  onRestart: (reason: string) => void
  /** What this model has said so far is none of the answer, and must not be seen any longer. */
  onRetract: () => void
  /** The tokens of all models that were asked so far, as far as their providers have told. */
  onUsage: (usage: Usage) => void
  signal: AbortSignal
}

export type RoutedAnswer = ModelAnswer & { model: string; provider: string }

/** Finds a model that answers. */
export type AnswerRouter = {
  /** Called as soon as a turn is coming, so that what routing reads is there when it is asked. */
  warm(): void
  /**
   * Resolves at a good end. Before the first visible character any failure moves on to the next
   * model unseen; after it, once, with a reset as soon as the next one speaks. If nobody answers at
   * all, the offline responder says so, or why it was refused, in plain words.
   *
   * @throws ModelFailure when an answer broke off and nobody could begin it anew: what was shown holds
   * @throws the signal's reason when it was stopped
   */
  answer(request: AnswerRequest, sink: AnswerSink): Promise<RoutedAnswer>
}
