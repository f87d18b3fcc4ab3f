import type * as v from 'valibot'
import type { BegunTurn, ChatStore } from '../domain/chat-store.ts'
import type { Language } from '../domain/language.ts'
import { disclosureOf } from '../domain/prompting/system-prompt.ts'
import type { SequencedChatEvent } from '../wire/chat-event.ts'
import { type DatabaseOptions, functionCaller } from './call-function.ts'
import type { Json } from './database.types.ts'
import { problemOf } from './refusals.ts'
import {
  AppendStreamChunksResult,
  BegunTurnResult,
  FinishTurnResult,
  OpenSessionResult,
  ReadStreamResult,
  RequestStopResult,
} from './results.ts'

/**
 * How long storing chunks may take, in milliseconds. What comes of a chunk that is sent again is the
 * same, but all streams of a process wait for a call: the next one has to come in time for their leases.
 */
export const appendTimeoutMs = 1500

export type ChatDatabaseOptions = DatabaseOptions & {
  /** The end of a turn has found jobs that are to be done. */
  onJobsDue?: () => void
}

/** Chats in Postgres, over the Data API: every method is one call of one SQL function. */
export function chatDatabase(options: ChatDatabaseOptions): ChatStore {
  const call = functionCaller(options)

  return {
    async openSession({ siteKey, origin, characterSlug, language }) {
      const parameters = {
        site_key: siteKey,
        origin,
        ...(characterSlug !== undefined && { character_slug: characterSlug }),
        ...(language !== undefined && { language }),
      }
      const result = await call('open_session', parameters, OpenSessionResult)
      if (result.outcome !== 'opened') throw problemOf(result)
      return result
    },

    async beginTurn(turn) {
      return begun(await call('begin_turn', { turn }, BegunTurnResult))
    },

    async continueTurn(turn) {
      return begun(await call('continue_turn', { turn }, BegunTurnResult))
    },

    async appendStreamChunks(chunks) {
      const rows = chunks.map(({ streamId, events }) => ({
        streamId,
        firstSequence: events[0]?.sequence ?? null,
        lastSequence: events.at(-1)?.sequence ?? null,
        events: json(events),
      }))
      const parameters = { chunks: rows }
      return call('append_stream_chunks', parameters, AppendStreamChunksResult, appendTimeoutMs)
    },

    async finishTurn(end, events) {
      const parameters = {
        stream_id: end.streamId,
        status: end.status,
        content: end.content,
        events: json(events),
        ...(end.model !== null && { model: end.model }),
        ...(end.provider !== null && { provider: end.provider }),
        ...(end.finishReason !== null && { finish_reason: end.finishReason }),
        ...(end.inputTokens !== null && { input_tokens: end.inputTokens }),
        ...(end.outputTokens !== null && { output_tokens: end.outputTokens }),
        ...(end.errorCode !== null && { error_code: end.errorCode }),
        attempts: [...end.attempts],
      }
      const { finished, jobsDue } = await call('finish_turn', parameters, FinishTurnResult)
      if (jobsDue) options.onJobsDue?.()
      return finished
    },

    async readStream({ streamId, visitorId, afterSequence }) {
      const parameters = {
        stream_id: streamId,
        visitor_id: visitorId,
        after_sequence: afterSequence,
      }
      const result = await call('read_stream', parameters, ReadStreamResult)
      if (result.outcome !== 'found') throw problemOf(result)
      const { status, lastSequence, language } = result
      const events = result.events as SequencedChatEvent[]
      return { status, lastSequence, events: language ? disclosed(events, language) : events }
    },

    async requestStop({ streamId, visitorId, heardCharacters }) {
      const parameters = {
        stream_id: streamId,
        visitor_id: visitorId,
        ...(heardCharacters !== undefined && { heard_characters: heardCharacters }),
      }
      const result = await call('request_stop', parameters, RequestStopResult)
      if (result.outcome === 'stream_not_found') throw problemOf(result)
      return result.outcome
    },
  }
}

function begun(result: v.InferOutput<typeof BegunTurnResult>): BegunTurn {
  switch (result.outcome) {
    case 'started':
    case 'attached':
      return result
    default:
      throw problemOf(result)
  }
}

/** Of an answer that is told from its message, the database cannot say how it discloses itself. */
function disclosed(
  events: readonly SequencedChatEvent[],
  language: Language,
): readonly SequencedChatEvent[] {
  return events.map(({ sequence, event }) =>
    event.type === 'meta'
      ? { sequence, event: { ...event, disclosure: disclosureOf({ language }) } }
      : { sequence, event },
  )
}

/** Events are plain data; their loose schema only cannot say so. */
function json(events: readonly SequencedChatEvent[]): Json {
  return events as unknown as Json
}
