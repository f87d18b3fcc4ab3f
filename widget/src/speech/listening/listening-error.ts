/** Why a microphone cannot be had, or is lost. */
export type MicrophoneProblem =
  /** The visitor, or the browser in the visitor's name, does not allow it. */
  | 'denied'
  /** The page does not: a permissions policy, or a frame without `allow="microphone"`. */
  | 'blocked'
  /** The page did not come over HTTPS. */
  | 'insecure'
  | 'missing'
  /** Another program has it. */
  | 'busy'
  /** It was there, and is no longer. */
  | 'unplugged'

/** Why speech cannot be turned into words. */
export type RecogniserProblem =
  /** Nothing here can. */
  | 'unsupported'
  /** It would send audio away, and the visitor has not agreed to that. */
  | 'needs-consent'
  /** Not in this language. */
  | 'language'
  /** The visitor, or the browser in the visitor's name, does not allow it. */
  | 'denied'
  /** What understands speech is out of reach. */
  | 'offline'

/** Why the visitor cannot be heard. */
export type ListeningProblem = MicrophoneProblem | RecogniserProblem

export class ListeningError extends Error {
  override readonly name = 'ListeningError'
  readonly problem: ListeningProblem

  constructor(problem: ListeningProblem, options?: ErrorOptions) {
    super(`The visitor cannot be heard: ${problem}`, options)
    this.problem = problem
  }
}
