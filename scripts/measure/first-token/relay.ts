// The floor to compare with: the same Deno, passing a request to the model's server and its stream
// back. Nothing is parsed, stored or checked. The stream is passed on untouched, which costs no
// JavaScript at all, or is at least read: what the least costs that looks at every piece of it.
const upstream = Deno.env.get('UPSTREAM_URL')
if (upstream === undefined) throw new Error('UPSTREAM_URL is not set')
const isReading = Deno.env.get('RELAY_KIND') === 'reading'

Deno.serve(async (request) => {
  const { body } = await fetch(upstream, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer test' },
    body: request.body,
  })
  return new Response(isReading && body !== null ? readAndWritten(body) : body, {
    headers: { 'content-type': 'text/event-stream' },
  })
})

/** With one buffer for all reads, which is the cheapest way there is. */
function readAndWritten(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = body.getReader({ mode: 'byob' })
  return new ReadableStream({
    async start(controller) {
      let buffer = new Uint8Array(16 * 1024)
      for (;;) {
        const { done, value } = await reader.read(buffer)
        if (done) break
        controller.enqueue(value.slice())
        buffer = new Uint8Array(value.buffer)
      }
      controller.close()
    },
  })
}
