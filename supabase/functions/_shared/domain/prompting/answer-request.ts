import type { GenerationSettings } from '../../wire/chat-request.ts'
import type { AnswerRequest, Section } from '../answer-source.ts'
import type { BegunTurn } from '../chat-store.ts'
import { textContent, type ModelMessage } from '../model.ts'
import type { Prompts } from './prompts.ts'
import { wholeWords } from './whole-words.ts'

export type AskedFor = {
  /** The request's own; what they leave out is as the turn found it. */
  settings?: GenerationSettings | undefined
  regenerateMessageId?: string | undefined
}

/** What a turn asks of whoever answers it. */
export function answerRequest(
  prompts: Prompts,
  begun: BegunTurn,
  { settings = {}, regenerateMessageId }: AskedFor,
  sections: readonly Section[],
): AnswerRequest {
  const { character, messageId, selection, maxTokensCap } = begun
  const continuation = continuationOf(begun, prompts)
  return {
    sections,
    history: [
      ...begun.history.map(({ role, content }) => ({ role, content: textContent(content) })),
      ...continuation,
    ],
    selection,
    settings: {
      maxTokens: Math.min(settings.maxTokens ?? begun.settings.maxTokens, maxTokensCap),
      temperature: settings.temperature ?? begun.settings.temperature,
      topP: settings.topP ?? begun.settings.topP,
      topK: settings.topK ?? begun.settings.topK,
      frequencyPenalty: settings.frequencyPenalty ?? begun.settings.frequencyPenalty,
    },
    character,
    messageId,
    isRegeneration: regenerateMessageId !== undefined,
    isContinuation: continuation.length > 0,
  }
}

/** What was said already and the instruction to go on; nothing when there is nothing to go on from. */
function continuationOf({ textSoFar, character }: BegunTurn, prompts: Prompts): ModelMessage[] {
  const said = wholeWords(textSoFar).trimEnd()
  if (said === '') return []
  return [
    { role: 'assistant', content: textContent(said) },
    { role: 'user', content: textContent(prompts[character.language].continue) },
  ]
}
