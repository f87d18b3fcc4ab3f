import type { ChatEvent, Usage } from '../wire/chat-event.ts'
import type { ModelSelection } from '../wire/model.ts'
import type { ModelAnswer, ModelFailure, ModelMessage, ModelRequest } from './model.ts'

/** A part of the instructions. */
export type Section = {
  /** For the log and for tests; no model sees it. */
  name: string
  text: string
  /** The lowest goes first where a model reads little; {@link neverDropped} stays. */
  priority: number
}

/** The priority of what no answer may be without: who speaks, and the rules of honesty. */
export const neverDropped = Infinity

/** What a turn asks of whoever will answer it. */
export type AnswerRequest = Omit<ModelRequest, 'system' | 'messages'> & {
  /** The instructions in their order, not cut yet, nor is the history: models differ in how much they read. */
  sections: readonly Section[]
  /** The active path, oldest first. */
  history: readonly ModelMessage[]
  selection: ModelSelection
}

/** How asking one model went, once. */
export type AttemptReport = {
  /** Counted from 1 within a turn. */
  attempt: number
  model: string
  provider: string
  /** `answered`, `stopped` by the visitor, `called_off` for another one, or a failure's code. */
  outcome: string
  /** When it was asked, in milliseconds after the turn's models were. */
  startedMs: number
  totalMs: number
  /** From the question to its first visible text; undefined where there was none. */
  firstTextMs?: number | undefined
  /** As far as its provider told. */
  usage?: Usage | undefined
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
  /** A model that was asked is done with, before the answer is; each is reported once. */
  onAttempt: (report: AttemptReport) => void
  /** The tokens of all models that were asked so far, as far as their providers have told. */
  onUsage: (usage: Usage) => void
  /** Whatever else a reader is to know at this place of the answer. */
  onEvent: (event: ChatEvent) => void
  signal: AbortSignal
}

export type RoutedAnswer = ModelAnswer & { model: string; provider: string }

/** Why a source has left a turn to the next one, with nothing shown. */
export type Pass = {
  /** `not-mine`: there is nothing it could say; the others: no model could be asked, or none would. */
  pass: 'not-mine' | 'unreachable' | 'refused'
  /** How often a model was asked so far in this turn. */
  attempts: number
  /** Of the model that was asked last. */
  failure?: ModelFailure | undefined
}

/** Somebody who may answer: the models, or whoever knows better than to ask them. */
export type AnswerSource = {
  /** Called as soon as a turn is coming, so that what it reads is there when it is asked. */
  warm?(): void
  /**
   * Resolves at a good end, or with a pass as long as nothing was shown.
   *
   * @param before how the source before has passed
   * @throws ModelFailure when an answer broke off and nobody could begin it anew: what was shown holds
   * @throws the signal's reason when it was stopped
   */
  answer(request: AnswerRequest, sink: AnswerSink, before: Pass): Promise<RoutedAnswer | Pass>
}
