import type { ModelProblem } from './model-problem.ts'
import type { ModelTakes, ProviderId } from '../../wire/model.ts'

/** A row of the registry: everything a request to a model depends on. */
export type RegisteredModel = {
  /** `provider:name`. */
  id: string
  provider: ProviderId
  /** As the provider calls it. */
  name: string
  label: string
  /** 1 to 10. */
  quality: number
  price: 'free' | 'paid'
  /** Instructions, messages and answer together. */
  contextTokens: number
  takes: ModelTakes
  /** False: the instructions go into the first message of the visitor. */
  hasSystemRole: boolean
  /** True: two neighbours of the same role are refused. */
  mustAlternate: boolean
  maxTokensParameter: 'max_tokens' | 'max_completion_tokens'
  /** Fields of the request's body that keep its thinking short or off, as the provider names them. */
  thinkingParameters: Readonly<Record<string, unknown>>
  /** Fields of the request's body it has refused before. */
  rejectedParameters: readonly string[]
}

/**
 * A model or a provider that failed and has not answered since. With `coolingDownMs` 0 its time is
 * over: one request, of whoever gets the lease, may try it.
 */
export type FailingSubject = {
  /** A provider's id, or a model's, which has a colon. */
  subject: string
  /** What remains, in milliseconds; a duration, since two machines' clocks differ. */
  coolingDownMs: number
  /** How long its latest cooldown is in all, in milliseconds. */
  cooldownMs: number
  /** What is wrong with it, as a code; null where nothing more is known. */
  problem: string | null
  /** The same for people. */
  inWords: string | null
}

/** How long a model took to its first token, the latest last, in milliseconds. */
export type FirstTokens = { modelId: string; firstTokenMs: readonly number[] }

export type RegistrySnapshot = {
  providers: readonly { id: ProviderId; label: string }[]
  /** Enabled, not retired, of enabled providers; the best first, free before paid. */
  models: readonly RegisteredModel[]
  failing: readonly FailingSubject[]
  /** After how long without a first token a model is slow, of those that are known well enough. */
  slow: readonly { modelId: string; afterMs: number }[]
}

/**
 * Where models and their health are kept, for all processes together. Every method is one round trip
 * and may throw the problem `database_unavailable`.
 */
export type ModelStore = {
  readRegistry(): Promise<RegistrySnapshot>
  /**
   * Leaves a subject alone for at least this long; a subject whose probe failed, twice as long as the
   * last time. Resolves with what remains.
   */
  reportFailure(failure: {
    subject: string
    cooldownMs: number
    /** To which it doubles. @defaultValue 24 hours */
    longestMs?: number
    /** A `ModelFailure`'s code; never a provider's words. */
    code: string
    /** What is wrong with it, for whoever operates it. */
    problem?: ModelProblem
  }): Promise<{ coolingDownMs: number }>
  /** The subjects are well again. */
  reportSuccess(subjects: readonly string[]): Promise<void>
  /** True for one caller at a time, for 60 seconds, and only when all of them have cooled down. */
  leaseProbe(subjects: readonly string[]): Promise<boolean>
  /** Gives a lease back whose probe has shown nothing. */
  releaseProbe(subjects: readonly string[]): Promise<void>
  /** Counts how long models took to their first token; each model is named once. */
  recordFirstTokens(all: readonly FirstTokens[]): Promise<void>
  /** From now on this field is never sent to this model. */
  rejectParameter(rejection: { modelId: string; parameter: string }): Promise<void>
}
