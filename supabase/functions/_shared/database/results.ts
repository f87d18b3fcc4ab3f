import * as v from 'valibot'
import { Language } from '../domain/language.ts'
import { ChatEvent } from '../wire/chat-event.ts'
import { ResponseLength } from '../wire/chat-request.ts'
import { ModelSelection, ModelTakes, ProviderId } from '../wire/model.ts'
import { CharacterCard } from '../wire/session.ts'

const Site = v.object({
  id: v.string(),
  name: v.string(),
  accent: v.nullable(v.string()),
})

const Character = v.object({
  name: v.string(),
  tagline: v.string(),
  personality: v.string(),
  scenario: v.string(),
  exampleDialogue: v.string(),
  facts: v.array(v.string()),
  greeting: v.string(),
  language: Language,
  responseLength: ResponseLength,
})

const Settings = v.object({
  maxTokens: v.number(),
  temperature: v.number(),
  topP: v.number(),
  topK: v.number(),
  frequencyPenalty: v.number(),
})

const HistoryMessage = v.object({
  role: v.picklist(['user', 'assistant']),
  content: v.string(),
})

/**
 * Our own events come back as they were sent, to the order of their fields, which the database does
 * not keep; what another version has written, as it is.
 */
const StoredEvent = v.object({
  sequence: v.number(),
  event: v.union([ChatEvent, v.looseObject({ type: v.string() })]),
})

const turn = {
  chatId: v.string(),
  userMessageId: v.string(),
  messageId: v.string(),
  streamId: v.string(),
  character: Character,
  history: v.array(HistoryMessage),
  selection: ModelSelection,
  settings: Settings,
  maxTokensCap: v.number(),
  textSoFar: v.string(),
}

/** What a function answers that would not do it, and maybe for how long. */
function refused<const Outcomes extends readonly string[]>(...outcomes: Outcomes) {
  return v.object({ outcome: v.picklist(outcomes), retryAfterMs: v.optional(v.number()) })
}

/** What `open_session` answers. */
export const OpenSessionResult = v.variant('outcome', [
  v.object({
    outcome: v.literal('opened'),
    site: Site,
    character: CharacterCard,
    characters: v.array(CharacterCard),
    hasAvatar: v.boolean(),
  }),
  refused('site_not_found', 'origin_not_allowed', 'character_not_found'),
])

/** What `begin_avatar_call` answers. */
export const BeginAvatarCallResult = v.variant('outcome', [
  v.object({
    outcome: v.literal('begun'),
    callId: v.string(),
    maxSeconds: v.number(),
    name: v.string(),
    language: Language,
    avatarId: v.string(),
    voiceId: v.string(),
  }),
  v.object({ outcome: v.literal('no_avatar') }),
  refused(
    'site_not_found',
    'origin_not_allowed',
    'visitor_not_found',
    'wrong_site',
    'character_not_found',
    'chat_not_found',
  ),
])

/** What `begin_turn` and `continue_turn` answer. */
export const BegunTurnResult = v.variant('outcome', [
  v.object({ outcome: v.literal('started'), ...turn }),
  v.object({ outcome: v.literal('attached'), ...turn }),
  v.object({ ...refused('turn_in_progress').entries, streamId: v.string() }),
  refused(
    'site_not_found',
    'origin_not_allowed',
    'visitor_not_found',
    'wrong_site',
    'model_not_allowed',
    'character_not_found',
    'chat_not_found',
    'message_not_found',
    'idempotency_conflict',
  ),
])

/** What `append_stream_chunks` answers. */
export const AppendStreamChunksResult = v.object({
  stopRequested: v.array(v.string()),
  skipped: v.array(v.string()),
})

/** What `finish_turn` answers. */
export const FinishTurnResult = v.object({ finished: v.boolean(), jobsDue: v.boolean() })

/** What `take_job` answers. */
export const TakeJobResult = v.nullable(
  v.object({
    id: v.number(),
    kind: v.string(),
    attempt: v.number(),
    payload: v.record(v.string(), v.string()),
  }),
)

/** What the functions answer that clear something away. */
export const ClearedResult = v.number()

/** What `read_stream` answers. */
export const ReadStreamResult = v.variant('outcome', [
  v.object({
    outcome: v.literal('found'),
    status: v.picklist(['streaming', 'complete', 'interrupted', 'stopped', 'failed']),
    lastSequence: v.number(),
    events: v.array(StoredEvent),
    /** Of an answer that is told from its message: how it is to disclose itself. */
    language: v.nullable(Language),
  }),
  refused('stream_not_found'),
])

/** What `request_stop` answers. */
export const RequestStopResult = v.variant('outcome', [
  v.object({ outcome: v.picklist(['stopping', 'ended']) }),
  refused('stream_not_found'),
])

const RegisteredModel = v.object({
  id: v.string(),
  provider: ProviderId,
  name: v.string(),
  label: v.string(),
  quality: v.number(),
  price: v.picklist(['free', 'paid']),
  contextTokens: v.number(),
  takes: ModelTakes,
  hasSystemRole: v.boolean(),
  mustAlternate: v.boolean(),
  maxTokensParameter: v.picklist(['max_tokens', 'max_completion_tokens']),
  thinkingParameters: v.record(v.string(), v.unknown()),
  rejectedParameters: v.array(v.string()),
})

/** What `read_model_registry` answers. */
export const ReadModelRegistryResult = v.object({
  providers: v.array(v.object({ id: ProviderId, label: v.string() })),
  models: v.array(RegisteredModel),
  failing: v.array(
    v.object({
      subject: v.string(),
      coolingDownMs: v.number(),
      cooldownMs: v.number(),
      problem: v.nullable(v.string()),
      inWords: v.nullable(v.string()),
    }),
  ),
  slow: v.array(v.object({ modelId: v.string(), afterMs: v.number() })),
})

/** What `report_model_failure` answers. */
export const ReportModelFailureResult = v.object({ coolingDownMs: v.number() })

/** What `lease_model_probe` answers. */
export const LeaseModelProbeResult = v.object({ leased: v.boolean() })

/** What a function without a result answers. */
export const NoResult = v.null()
