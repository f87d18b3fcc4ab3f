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

export const ProblemCode = v.picklist(
  Object.keys(problemStatus) as [keyof typeof problemStatus, ...(keyof typeof problemStatus)[]],
)
export type ProblemCode = v.InferOutput<typeof ProblemCode>
