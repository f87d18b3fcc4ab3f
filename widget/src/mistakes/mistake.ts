/** What an owner can have got wrong, with what there is to say of it. */
export type Mistake =
  | ['no-site-key']
  | ['site-not-found', siteKey: string]
  | ['character-not-found', slug: string]
  | ['origin-not-allowed', origin: string]
  | ['no-origin']
  | ['api-url', apiUrl: string]
  | ['blocked', directive: string, blocked: string]
  | ['tag-taken', tag: string]
  | ['attribute-value', given: string, allowed: string]
  | ['flag-false', name: string]

/** A mistake that leaves a page without a launcher. */
export type NotedMistake = Extract<Mistake, ['no-site-key'] | ['tag-taken', string]>
