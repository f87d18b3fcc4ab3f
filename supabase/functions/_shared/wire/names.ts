import * as v from 'valibot'

/** Names a site to the public. Control characters and lone surrogates could not reach the database. */
export const SiteKey = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(64),
  v.regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must be printable'),
)

export const CharacterSlug = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,62}$/u))

export const Id = v.pipe(v.string(), v.uuid('must be a UUID'))
