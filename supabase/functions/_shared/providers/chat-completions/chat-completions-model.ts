import type { OpenAI } from 'openai/client'
import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions'
import { ModelFailure, type Model, type ModelRequest } from '../../domain/model.ts'
import type { RegisteredModel } from '../../domain/routing/model-registry.ts'
import { mayOpenInThought } from '../think-filter/opens-in-thought.ts'
import { AnswerReading } from './answer-reading.ts'
import { failureOfThrown, providerErrorOf } from './failure.ts'
import { readChunks } from './read-chunks.ts'
import { rejectedParameter } from './rejected-parameter.ts'
import { optionalFields, requestBody } from './request-body.ts'
import type { Dialect } from './dialect.ts'

/** What this process has learnt of a model by asking it. */
export type Quirks = {
  /** Fields it has refused since the registry was read. */
  readonly rejected: Set<string>
  /** What was told of it already. */
  readonly noted: Set<string>
  /** It begins inside a thought without saying so, as far as its last answers tell. */
  opensInThought: boolean
}

export type ChatCompletionsOptions = {
  registered: RegisteredModel
  dialect: Dialect
  client: OpenAI
  quirks: Quirks
  /** Told of each field it newly refuses. */
  onRejected: (parameter: string) => void
  /** Told of what is odd about it, of each thing once. */
  onOddity: (oddity: Oddity) => void
}

/** What is read all the same: content of a type that cannot be shown, and an answer as a whole. */
export type Oddity = { event: 'content-dropped'; type: string } | { event: 'answer-not-streamed' }

/** More types than any protocol has, so that nobody fills the log by inventing some. */
const maxNoted = 32

/** A model behind a server that speaks OpenAI's chat completions, in its provider's dialect. */
export function chatCompletionsModel(options: ChatCompletionsOptions): Model {
  const { registered, dialect, quirks } = options
  return {
    provider: registered.provider,
    name: registered.name,
    async answer(request, stream) {
      const { signal } = stream
      try {
        signal.throwIfAborted()
        const { body } = await ask(options, request, signal)
        if (body === null) throw new ModelFailure('not_a_stream', { received: 'nothing' })
        const reading = new AnswerReading(dialect, {
          ...stream,
          onRetract() {
            // Whoever asks it meanwhile need not show such a thought, too.
            quirks.opensInThought = true
            stream.onRetract()
          },
          onDropped: (type) => note(options, { event: 'content-dropped', type: nameOf(type) }),
          mayOpenInThought: quirks.opensInThought || mayOpenInThought(registered.name),
        })
        const streamEnd = await readChunks(body, reading, signal)
        signal.throwIfAborted()
        const answer = reading.end(streamEnd)
        if (streamEnd === 'document') note(options, { event: 'answer-not-streamed' })
        // A visitor can have any model write a closing tag; that must not make it wait for good.
        quirks.opensInThought = reading.hasOpenedInThought
        return answer
      } catch (error) {
        // Whatever an abort makes the connection throw, the reason of the abort is what happened.
        throw signal.aborted ? signal.reason : failureOfThrown(error, dialect)
      }
    },
  }
}

/** Asks; a field that the model does not want to hear of is left out the second time. */
async function ask(
  { registered, dialect, client, quirks, onRejected }: ChatCompletionsOptions,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<Response> {
  for (let isSecondTry = false; ; isSecondTry = true) {
    const rejected = new Set([...registered.rejectedParameters, ...quirks.rejected])
    const common = requestBody(registered, request, rejected)
    const body = dialect.shapeBody?.(common) ?? common
    // The SDK's type knows OpenAI's own fields only.
    const parameters = body as unknown as ChatCompletionCreateParamsStreaming
    try {
      return await client.chat.completions.create(parameters, { signal }).asResponse()
    } catch (error) {
      const providerError = providerErrorOf(error)
      const parameter = providerError && rejectedParameter(providerError, optionalFields(body))
      if (parameter === undefined) throw error
      quirks.rejected.add(parameter)
      onRejected(parameter)
      if (isSecondTry) throw error
    }
  }
}

function note({ quirks: { noted }, onOddity }: ChatCompletionsOptions, oddity: Oddity): void {
  const name = Object.values(oddity).join(' ')
  if (noted.has(name) || noted.size >= maxNoted) return
  noted.add(name)
  onOddity(oddity)
}

/** A type as far as it is a name, so that nothing that was written gets into the log. */
function nameOf(type: string): string {
  return /^[\w.:-]{1,64}$/u.test(type) ? type : 'unnamed'
}
