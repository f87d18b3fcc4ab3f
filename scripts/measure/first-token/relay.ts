// The floor to compare with: the same Deno, passing a request to the model's server and its stream
// back untouched. Nothing is parsed, stored or checked.
const upstream = Deno.env.get('UPSTREAM_URL')
if (upstream === undefined) throw new Error('UPSTREAM_URL is not set')

Deno.serve(async (request) => {
  const answer = await fetch(upstream, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer test' },
    body: request.body,
  })
  return new Response(answer.body, { headers: { 'content-type': 'text/event-stream' } })
})
