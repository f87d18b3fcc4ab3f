import { PostgrestClient } from '@supabase/postgrest-js'
import * as v from 'valibot'
import type { ChatStore } from '../domain/chat-store.ts'
import { ProblemError } from '../problem-error.ts'
import type { SequencedChatEvent } from '../wire/chat-event.ts'
import type { Database, Json } from './database.types.ts'
import {
  AppendStreamChunksResult,
  BeginTurnResult,
  FinishTurnResult,
  OpenSessionResult,
  ReadStreamResult,
  RequestStopResult,
} from './results.ts'

export type ChatDatabaseOptions = {
  supabaseUrl: string
  /** Calls run as `service_role`, the only role that may call them. */
  secretKey: string
  /** How long one call may take, in milliseconds. @defaultValue 10000 */
  timeoutMs?: number
}

type Functions = Database['public']['Functions']

/** Chats in Postgres, over the Data API: every method is one call of one SQL function. */
export function chatDatabase(options: ChatDatabaseOptions): ChatStore {
  const { supabaseUrl, secretKey, timeoutMs = 10_000 } = options
  const client = new PostgrestClient<Database>(`${supabaseUrl}/rest/v1`, {
    // Such a key is no JWT: as a bearer token it would be refused.
    headers: { apikey: secretKey },
    timeout: timeoutMs,
    // Who calls knows what may be tried again, and when.
    retry: false,
  })

  async function call<Name extends keyof Functions, Schema extends v.GenericSchema>(
    name: Name,
    parameters: Functions[Name]['Args'],
    schema: Schema,
  ): Promise<v.InferOutput<Schema>> {
    const { data, error, status } = await client.rpc(name, parameters)
    if (error !== null) throw databaseError(name, { status, code: error.code })
    return v.parse(schema, data)
  }

  return {
    async openSession({ siteKey, origin, characterSlug, language }) {
      const parameters = {
        site_key: siteKey,
        origin,
        ...(characterSlug !== undefined && { character_slug: characterSlug }),
        ...(language !== undefined && { language }),
      }
      const result = await call('open_session', parameters, OpenSessionResult)
      if (result.outcome !== 'opened') throw problemOf(result.outcome)
      return result
    },

    async beginTurn(turn) {
      const parameters = {
        visitor_id: turn.visitorId,
        is_anonymous: turn.isAnonymous,
        site_key: turn.siteKey,
        origin: turn.origin,
        client_message_id: turn.clientMessageId,
        channel: turn.channel,
        ...(turn.content !== undefined && { content: turn.content }),
        ...(turn.chatId !== undefined && { chat_id: turn.chatId }),
        ...(turn.characterSlug !== undefined && { character_slug: turn.characterSlug }),
        ...(turn.language !== undefined && { language: turn.language }),
        ...(turn.regenerateMessageId !== undefined && {
          regenerate_message_id: turn.regenerateMessageId,
        }),
      }
      const result = await call('begin_turn', parameters, BeginTurnResult)
      switch (result.outcome) {
        case 'started':
        case 'attached':
          return result
        case 'turn_in_progress':
          throw problemOf(result.outcome, { streamId: result.streamId })
        default:
          throw problemOf(result.outcome)
      }
    },

    async appendStreamChunks(chunks) {
      const rows = chunks.map(({ streamId, events }) => ({
        streamId,
        firstSequence: events[0]?.sequence ?? null,
        lastSequence: events.at(-1)?.sequence ?? null,
        events: json(events),
      }))
      return call('append_stream_chunks', { chunks: rows }, AppendStreamChunksResult)
    },

    async finishTurn(end, events) {
      const parameters = {
        stream_id: end.streamId,
        status: end.status,
        content: end.content,
        events: json(events),
        model: end.model,
        provider: end.provider,
        ...(end.finishReason !== null && { finish_reason: end.finishReason }),
        ...(end.inputTokens !== null && { input_tokens: end.inputTokens }),
        ...(end.outputTokens !== null && { output_tokens: end.outputTokens }),
        ...(end.errorCode !== null && { error_code: end.errorCode }),
      }
      const { finished } = await call('finish_turn', parameters, FinishTurnResult)
      return finished
    },

    async readStream({ streamId, visitorId, afterSequence }) {
      const parameters = {
        stream_id: streamId,
        visitor_id: visitorId,
        after_sequence: afterSequence,
      }
      const result = await call('read_stream', parameters, ReadStreamResult)
      if (result.outcome !== 'found') throw problemOf(result.outcome)
      return { status: result.status, events: result.events as SequencedChatEvent[] }
    },

    async requestStop({ streamId, visitorId }) {
      const parameters = { stream_id: streamId, visitor_id: visitorId }
      const { outcome } = await call('request_stop', parameters, RequestStopResult)
      if (outcome === 'stream_not_found') throw problemOf(outcome)
      return outcome
    },
  }
}

/** Events are plain data; their loose schema only cannot say so. */
function json(events: readonly SequencedChatEvent[]): Json {
  return events as unknown as Json
}

/** How each refusal of the database reads to a developer. */
const refusals = {
  site_not_found: 'No site has this key.',
  origin_not_allowed: 'The site does not allow this origin.',
  visitor_not_found: 'This visitor does not exist any more.',
  wrong_site: 'This visitor belongs to another site.',
  character_not_found: 'The site has no such character.',
  chat_not_found: 'The visitor has no such chat.',
  message_not_found: 'The chat has no such answer.',
  stream_not_found: 'The visitor has no such stream.',
  idempotency_conflict: 'This clientMessageId was used for another message.',
  turn_in_progress: 'An answer is still streaming in this chat.',
} as const

function problemOf(outcome: keyof typeof refusals, details: { streamId?: string } = {}) {
  // A token outlives its user; whoever shows it has to sign in anew.
  const code = outcome === 'visitor_not_found' ? 'unauthorized' : outcome
  return new ProblemError(code, refusals[outcome], details)
}

/** A database that cannot be reached is a problem of its own; anything else is a fault of ours. */
function databaseError(name: string, { status, code }: { status: number; code: string }): Error {
  // Postgres counts connections, resources and its own shutdown in classes 08, 53 and 57.
  const isUnavailable = status === 0 || status >= 502 || /^(08|53|57|PGRST00)/u.test(code)
  if (!isUnavailable) return new Error(`${name} failed: ${status} ${code}`)
  return new ProblemError('database_unavailable', 'The database cannot be reached.', {
    retryAfterMs: 2000,
  })
}
