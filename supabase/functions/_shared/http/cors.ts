const exposedHeaders = 'x-request-id'
const allowedHeaders =
  'authorization, content-type, apikey, last-event-id, x-client-info, traceparent, tracestate'
const allowedMethods = 'GET, POST, OPTIONS'
const preflightSeconds = 86_400

/**
 * CORS headers of any response. The frame lets every web origin read answers; which origins may use
 * a site is decided with the site itself, by the database, and told as a readable problem.
 */
export function corsHeaders(request: Request): Record<string, string> {
  const origin = request.headers.get('origin')
  const headers: Record<string, string> = { vary: 'origin' }
  if (origin !== null && /^https?:\/\//u.test(origin)) {
    headers['access-control-allow-origin'] = origin
    headers['access-control-expose-headers'] = exposedHeaders
  }
  return headers
}

/** The answer to a preflight request. */
export function preflightResponse(request: Request): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...corsHeaders(request),
      'access-control-allow-headers': allowedHeaders,
      'access-control-allow-methods': allowedMethods,
      'access-control-max-age': String(preflightSeconds),
    },
  })
}
