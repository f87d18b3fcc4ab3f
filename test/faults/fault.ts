import type { Blame, ModelFailureKind } from '../../supabase/functions/_shared/domain/model.ts'
import type { Dialect } from './dialects/dialect.ts'
import type { Speaker } from './speaker.ts'

/**
 * How far an answer has come when the fault happens: it was only asked for; a stream has begun, without
 * a word; the model has been thinking; or the visitor has read the first half.
 */
export type Moment = 'asked' | 'begun' | 'thinking' | 'speaking'

export const whenAsked: readonly Moment[] = ['asked']
export const beforeText: readonly Moment[] = ['begun', 'thinking']
export const anyTimeInStream: readonly Moment[] = [...beforeText, 'speaking']

/** What must come of it. */
export type Outcome =
  /** It is no fault, or the model's own code heals it: the visitor reads this model's answer. */
  | { is: 'fine'; shows: 'whole answer' | 'first half'; requests: 1 | 2 }
  /** The next model answers. */
  | {
      is: 'elsewhere'
      /** `timeout`: whichever clock strikes first. */
      failure: ModelFailureKind | 'timeout'
      /** Whom it speaks against, and so who is left alone. */
      blame: Blame
      /** For how long at least, where it is not the usual half minute, or quarter of an hour. */
      cooldownMs?: number
    }

/** One way to misbehave. */
export type Fault = {
  name: string
  moments: readonly Moment[]
  /** Does it, after what was said until then. */
  misbehave: (speaker: Speaker) => void | Promise<void>
  outcome: (context: { dialect: Dialect; moment: Moment }) => Outcome
  /** It takes a clock to tell, and one that is not set too tight. */
  isSlow?: true
  /** The runtime's own fetch asks once more by itself, at once. */
  isAskedTwice?: true
  /** Where nothing at all is listening, or nothing that knows TLS. @defaultValue 'server' */
  address?: 'server' | 'nobody' | 'not-tls'
}

export const fine: Outcome = { is: 'fine', shows: 'whole answer', requests: 1 }

export function elsewhere(
  failure: ModelFailureKind | 'timeout',
  blame: Blame = 'model',
  cooldownMs?: number,
): Outcome {
  return { is: 'elsewhere', failure, blame, ...(cooldownMs !== undefined && { cooldownMs }) }
}
