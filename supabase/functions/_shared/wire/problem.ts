import * as v from 'valibot'

/**
 * Every error code that crosses the wire, with its HTTP status: the one table of both.
 * Codes are for programs; the widget translates them. Messages are for developers.
 */
export const problemStatus = {
  invalid_request: 400,
  unauthorized: 401,
  avatar_no_plan: 402,
  origin_not_allowed: 403,
  wrong_site: 403,
  model_not_allowed: 403,
  site_not_found: 404,
  character_not_found: 404,
  chat_not_found: 404,
  message_not_found: 404,
  stream_not_found: 404,
  not_found: 404,
  method_not_allowed: 405,
  idempotency_conflict: 409,
  turn_in_progress: 409,
  body_too_large: 413,
  unsupported_media_type: 415,
  avatar_limit_reached: 429,
  internal_error: 500,
  stream_interrupted: 502,
  model_unavailable: 502,
  avatar_unavailable: 502,
  auth_unavailable: 503,
  avatar_busy: 503,
  database_unavailable: 503,
} as const

export type ProblemCode = keyof typeof problemStatus

const problemCodes = Object.keys(problemStatus) as [ProblemCode, ...ProblemCode[]]

/** The body of every error response, and the payload of an `error` event. */
export const Problem = v.looseObject({
  code: v.picklist(problemCodes),
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
