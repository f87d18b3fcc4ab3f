import * as v from 'valibot'

/**
 * A language tag as browsers and pages write it: `ru`, `pt-BR`, `sr_Latn_RS`. Whoever reads it narrows
 * it to what they speak, see {@link languageAmong}, and takes one they have not heard of as none.
 */
export const LanguageTag = v.pipe(
  v.string(),
  v.maxLength(35),
  v.regex(/^[a-z]{2,8}(?:[-_][a-z0-9]{1,8})*$/iu, 'must be a language tag'),
)

/** The language of a tag, by its first part, among those that are known; undefined where it is none. */
export function languageAmong<Language extends string>(
  known: readonly Language[],
  tag: string | undefined,
): Language | undefined {
  const [first] = tag?.toLowerCase().split(/[-_]/) ?? []
  return known.find((language) => language === first)
}
