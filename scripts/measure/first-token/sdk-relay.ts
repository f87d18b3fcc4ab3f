// The floor of whoever asks with the SDK: the same Deno and the same SDK, which sends the request to the
// model's server. Its stream goes back untouched, or read by the SDK and written anew.
import { OpenAI } from 'openai/client'
import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions'

const upstream = Deno.env.get('UPSTREAM_URL')
if (upstream === undefined) throw new Error('UPSTREAM_URL is not set')
const isReading = Deno.env.get('RELAY_KIND') === 'sdk-reading'

const client = new OpenAI({
  baseURL: upstream.replace(/\/chat\/completions$/u, ''),
  apiKey: 'test',
  maxRetries: 0,
})

Deno.serve(async (request) => {
  const parameters = (await request.json()) as ChatCompletionCreateParamsStreaming
  const answer = client.chat.completions.create(parameters)
  const body = isReading ? (await answer).toReadableStream() : (await answer.asResponse()).body
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
})
