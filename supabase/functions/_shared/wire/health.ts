import * as v from 'valibot'

/** The body of `GET /functions/v1/health`, with 200, or 503 when nobody can be answered at all. */
export const HealthResponse = v.looseObject({
  /** `degraded`: visitors are answered, but by the offline responder only. */
  status: v.picklist(['ok', 'degraded', 'down']),
  database: v.picklist(['ok', 'away']),
  /** `cooling`: all that are switched on have failed lately; `none`: no provider is switched on. */
  models: v.picklist(['ok', 'cooling', 'none', 'unknown']),
})
export type HealthResponse = v.InferOutput<typeof HealthResponse>
