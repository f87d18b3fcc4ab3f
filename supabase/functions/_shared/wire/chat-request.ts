import * as v from 'valibot'
import { LanguageTag } from './language.ts'
import { ModelSelection } from './model.ts'
import { CharacterSlug, Id, SiteKey } from './names.ts'
import { Content } from './text.ts'

/** Which mouth the visitor speaks through. */
export const Channel = v.picklist(['text', 'avatar', 'voice', 'phone', 'api'])
export type Channel = v.InferOutput<typeof Channel>

export const ResponseLength = v.picklist(['short', 'medium', 'long', 'very_long'])
export type ResponseLength = v.InferOutput<typeof ResponseLength>

/** Generation settings; what is left out comes from the character. Ranges as in the database. */
export const GenerationSettings = v.strictObject({
  temperature: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(2))),
  topP: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  topK: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100))),
  frequencyPenalty: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(2))),
  maxTokens: v.optional(v.pipe(v.number(), v.integer(), v.minValue(256), v.maxValue(4096))),
  responseLength: v.optional(ResponseLength),
})
export type GenerationSettings = v.InferOutput<typeof GenerationSettings>

/** A visitor's new message. Without `chatId` it begins a chat with `characterSlug`, or the site's own. */
export const SendRequest = v.strictObject({
  siteKey: SiteKey,
  chatId: v.optional(Id),
  characterSlug: v.optional(CharacterSlug),
  /** The language a new chat's character is chosen by when no slug is given. */
  language: v.optional(LanguageTag),
  content: Content,
  /** Made by the client, once per message: the same id twice is the same turn and the same stream. */
  clientMessageId: Id,
  channel: v.optional(Channel),
  settings: v.optional(GenerationSettings),
  /** For this answer only, where the site lets visitors choose; else the chat's own choice holds. */
  model: v.optional(ModelSelection),
})
export type SendRequest = v.InferOutput<typeof SendRequest>

/** Another variant of an answer; it becomes a sibling of `regenerateMessageId`. */
export const RegenerateRequest = v.strictObject({
  siteKey: SiteKey,
  chatId: Id,
  regenerateMessageId: Id,
  clientMessageId: Id,
  channel: v.optional(Channel),
  settings: v.optional(GenerationSettings),
  /** For this answer only, where the site lets visitors choose; else the chat's own choice holds. */
  model: v.optional(ModelSelection),
})
export type RegenerateRequest = v.InferOutput<typeof RegenerateRequest>

/** The rest of an answer that broke off or was stopped. Asked twice, it is one stream. */
export const ContinueRequest = v.strictObject({
  siteKey: SiteKey,
  chatId: Id,
  continueMessageId: Id,
  channel: v.optional(Channel),
  settings: v.optional(GenerationSettings),
  model: v.optional(ModelSelection),
})
export type ContinueRequest = v.InferOutput<typeof ContinueRequest>

/** The most an integer of the database holds; no answer comes near it. */
const maxInteger = 2 ** 31 - 1

/**
 * The body of `POST /functions/v1/chat/stream/{streamId}/stop`, which may be left out: of a running
 * stream it stops the answer, of one that has ended it only leaves its mark.
 */
export const StopRequest = v.strictObject({
  /**
   * How much of the answer a voice had said when the visitor cut it: code points of its Markdown, as
   * Postgres counts characters, up to the end of the last word that was heard. The widget's offsets
   * into a text are UTF-16 code units, so it counts `[...text.slice(0, end)]`.
   */
  heardCharacters: v.optional(
    v.pipe(
      v.number('must be a number'),
      v.integer('must be a whole number'),
      v.minValue(0, 'must not be negative'),
      v.maxValue(maxInteger, `must be at most ${maxInteger}`),
    ),
  ),
})
export type StopRequest = v.InferOutput<typeof StopRequest>

/** The body of `POST /functions/v1/chat`. */
export const ChatRequest = v.union([SendRequest, RegenerateRequest, ContinueRequest])
export type ChatRequest = v.InferOutput<typeof ChatRequest>
