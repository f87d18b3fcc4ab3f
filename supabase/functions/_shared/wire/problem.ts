import * as v from 'valibot'

/** The body of every error response, and the payload of an `error` event. */
export const Problem = v.looseObject({
  /** A `ProblemCode`, or one that a page has not heard of. */
  code: v.string(),
  /** For developers, in English; never holds what a person said. */
  message: v.string(),
  /** How long to wait before another try, in milliseconds. */
  retryAfterMs: v.optional(v.number()),
  /** The request's field that is at fault, as a dotted path. */
  field: v.optional(v.string()),
  /** With `turn_in_progress`: the stream to attach to instead. */
  streamId: v.optional(v.string()),
  /** With `internal_error`: the id to look for in the server's log. */
  requestId: v.optional(v.string()),
})

export type Problem = v.InferOutput<typeof Problem>
