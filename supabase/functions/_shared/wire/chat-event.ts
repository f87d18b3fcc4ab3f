import * as v from 'valibot'
import { Problem } from './problem.ts'

export const MindState = v.picklist([
  'idle',
  'listening',
  'analyzing_speech',
  'checking_cache',
  'routing_to_llm',
  'generating_speech',
  'speaking',
])
export type MindState = v.InferOutput<typeof MindState>

export const FinishReason = v.picklist(['stop', 'length', 'content_filter', 'stopped'])
export type FinishReason = v.InferOutput<typeof FinishReason>

export const Usage = v.looseObject({
  inputTokens: v.number(),
  outputTokens: v.number(),
})
export type Usage = v.InferOutput<typeof Usage>

/** Who answers, where it is not the chat's one character: one of a group, or a person who took over. */
export const Speaker = v.looseObject({
  /** `character`, `person`, or one that a page has not heard of. */
  kind: v.string(),
  name: v.string(),
  characterId: v.optional(v.string()),
})
export type Speaker = v.InferOutput<typeof Speaker>

/** Sent at once, before any model is asked; the client replaces its local ids by these. */
export const MetaEvent = v.looseObject({
  type: v.literal('meta'),
  chatId: v.string(),
  /** The visitor's message this turn answers; with a regeneration, the one answered again. */
  userMessageId: v.string(),
  /** The answer that is about to stream. */
  messageId: v.string(),
  streamId: v.string(),
  /** Who is speaking, honestly, in the character's language: "AI companion". */
  disclosure: v.string(),
  speaker: v.optional(Speaker),
})

export const MindStateEvent = v.looseObject({
  type: v.literal('mind-state'),
  state: MindState,
})

/** Who is answering; again on every switch. */
export const ModelSelectedEvent = v.looseObject({
  type: v.literal('model-selected'),
  model: v.string(),
  provider: v.string(),
  /** Counted from 1. */
  attempt: v.number(),
  reason: v.optional(v.string()),
})

/** Visible text only; thinking never leaves the server. */
export const TextDeltaEvent = v.looseObject({
  type: v.literal('text-delta'),
  text: v.string(),
})

/**
 * Why a `reset` may not wait: what was shown was a thought that nobody could tell from an answer. It
 * goes at once; after any other reason it may stay until there is something to show instead.
 */
export const thoughtShown = 'thought'

/** What was shown of this answer is void; it starts over. */
export const ResetEvent = v.looseObject({
  type: v.literal('reset'),
  reason: v.string(),
})

/** The good end, and the only one. */
export const MessageEndEvent = v.looseObject({
  type: v.literal('message-end'),
  messageId: v.string(),
  finishReason: FinishReason,
  usage: v.optional(Usage),
})

/** The server wants the client to come back with `Last-Event-ID: <afterSequence>`. */
export const ReconnectEvent = v.looseObject({
  type: v.literal('reconnect'),
  afterSequence: v.number(),
})

/** The bad end; what was said so far is kept. */
export const ErrorEvent = v.looseObject({
  type: v.literal('error'),
  ...Problem.entries,
})

/** The events that carry a conversation: what whoever shows an answer has to read. */
export const AnswerEvent = v.variant('type', [
  MetaEvent,
  MindStateEvent,
  ModelSelectedEvent,
  TextDeltaEvent,
  ResetEvent,
  MessageEndEvent,
  ReconnectEvent,
  ErrorEvent,
])

/** A tool works; not a word of what it is given or finds. */
export const ToolProgressEvent = v.looseObject({
  type: v.literal('tool-progress'),
  /** Its name, for programs. */
  tool: v.string(),
  /** `running`, `done`, `failed`, or one that a page has not heard of. */
  state: v.string(),
})

/** What one may answer with a tap; those of the newest such event count. */
export const SuggestionsEvent = v.looseObject({
  type: v.literal('suggestions'),
  items: v.array(
    v.looseObject({
      /** What is shown, and sent as the visitor's message where there is no address. */
      text: v.string(),
      /** Makes a link of it. */
      url: v.optional(v.string()),
    }),
  ),
})

/** A stored clip of this answer; times are in milliseconds from its beginning, in order. */
export const AudioEvent = v.looseObject({
  type: v.literal('audio'),
  url: v.string(),
  mimeType: v.string(),
  /** Where each word begins and ends in the answer's text, in UTF-16 code units, and when it begins to sound. */
  words: v.array(v.looseObject({ start: v.number(), end: v.number(), atMs: v.number() })),
  /** Which shape the mouth takes when: one of the Oculus set. */
  visemes: v.array(v.looseObject({ viseme: v.string(), atMs: v.number() })),
})

/**
 * Everything that can come over a chat stream, as one JSON object in the `data:` of a server-sent
 * event whose `id:` is a growing sequence number. Loose on purpose: a newer server may add fields
 * and types, which an older client passes over.
 */
export const ChatEvent = v.variant('type', [
  AnswerEvent,
  ToolProgressEvent,
  SuggestionsEvent,
  AudioEvent,
])
export type ChatEvent = v.InferOutput<typeof ChatEvent>

/** A chat event with its place in the stream. */
export type SequencedChatEvent = { sequence: number; event: ChatEvent }
