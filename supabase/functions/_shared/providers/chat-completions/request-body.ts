import { shapeMessages } from '../../domain/prompting/conversation-roles.ts'
import { textOf, type ModelRequest } from '../../domain/model.ts'
import type { RegisteredModel } from '../../domain/routing/model-registry.ts'
import { withControlTokensSplit } from '../control-tokens/control-tokens.ts'

export type RequestMessage = {
  role: 'system' | 'user' | 'assistant'
  content: string
  reasoning_content?: string
}

/** The body of a request; beside these fields, those of settings and of thinking. */
export type RequestBody = Readonly<Record<string, unknown>> & {
  readonly model: string
  readonly messages: readonly RequestMessage[]
  readonly stream: true
}

/**
 * A request in OpenAI's words, with what the model takes and has not refused before. Nothing that was
 * written, by whomever, can end a turn or begin one in it.
 */
export function requestBody(
  registered: RegisteredModel,
  { system, messages, settings }: ModelRequest,
  rejected: ReadonlySet<string>,
): RequestBody {
  const { takes, thinkingParameters, hasSystemRole, mustAlternate } = registered
  const optional: Record<string, unknown> = {
    stream_options: { include_usage: true },
    [maxTokensParameter(registered, rejected)]: settings.maxTokens,
    ...(takes.temperature && { temperature: settings.temperature }),
    // What is every model's default is left out: some refuse to hear of these at all.
    ...(takes.topP && settings.topP !== 1 && { top_p: settings.topP }),
    ...(takes.topK && settings.topK > 0 && { top_k: settings.topK }),
    ...(takes.frequencyPenalty &&
      settings.frequencyPenalty !== 0 && { frequency_penalty: settings.frequencyPenalty }),
    ...thinkingParameters,
  }
  const conversation = shapeMessages({ system, messages, hasSystemRole, mustAlternate })
  return {
    ...Object.fromEntries(Object.entries(optional).filter(([name]) => !rejected.has(name))),
    model: registered.name,
    messages: conversation.map(({ role, content }) => ({
      role,
      content: withControlTokensSplit(textOf(content)),
    })),
    stream: true,
  }
}

/** The fields without which a request is still one. */
export function optionalFields(body: RequestBody): string[] {
  return Object.keys(body).filter((name) => !['model', 'messages', 'stream'].includes(name))
}

/** The limit of the answer's length has two names; a model that refuses one may take the other. */
function maxTokensParameter(
  { maxTokensParameter: name }: RegisteredModel,
  rejected: ReadonlySet<string>,
): string {
  if (!rejected.has(name)) return name
  return name === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens'
}
