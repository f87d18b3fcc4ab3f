import * as v from 'valibot'
import { LanguageTag } from './language.ts'
import { CharacterSlug, SiteKey } from './names.ts'

/** The body of `POST /functions/v1/session`. */
export const SessionRequest = v.strictObject({
  siteKey: SiteKey,
  /** Without it, the site's own character for the language. */
  characterSlug: v.optional(CharacterSlug),
  /** The visitor's language, where the page or the browser says one. */
  language: v.optional(LanguageTag),
})
export type SessionRequest = v.InferOutput<typeof SessionRequest>

/** What a visitor may know of a character: its card, never its prompt. */
export const CharacterCard = v.looseObject({
  id: v.string(),
  slug: v.string(),
  name: v.string(),
  /** One line under the name, e.g. "AI companion". */
  tagline: v.string(),
  description: v.string(),
  /** The first message of every chat, as Markdown. */
  greeting: v.string(),
  /** A language tag, which a page may not have heard of. */
  language: v.string(),
  /** Which drawing of the portrait family stands for it. */
  portrait: v.string(),
})
export type CharacterCard = v.InferOutput<typeof CharacterCard>

/** What a new visitor solves before Supabase Auth signs them in. */
export const Captcha = v.looseObject({
  /** `turnstile` so far. */
  provider: v.string(),
  /** The provider's public key of the site. */
  siteKey: v.string(),
})
export type Captcha = v.InferOutput<typeof Captcha>

/** What the widget needs before the first message. */
export const SessionResponse = v.looseObject({
  site: v.looseObject({
    id: v.string(),
    name: v.string(),
    /** A CSS colour, where the owner chose one. */
    accent: v.optional(v.nullable(v.string())),
  }),
  character: CharacterCard,
  /** The site's public characters, the chosen one included. */
  characters: v.array(CharacterCard),
  features: v.looseObject({
    voice: v.boolean(),
    /** The character has a video face; its drawn one it has anyway. */
    avatar: v.boolean(),
  }),
  /** The key for Auth and Data API calls from the browser. */
  publishableKey: v.string(),
  /** Where Auth asks new visitors for one. */
  captcha: v.optional(Captcha),
})
export type SessionResponse = v.InferOutput<typeof SessionResponse>
