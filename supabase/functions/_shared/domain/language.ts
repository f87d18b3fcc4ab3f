import * as v from 'valibot'
import { languageAmong } from '../wire/language.ts'

/** What sites and their characters speak, as the database's domain `language` has it. */
export const Language = v.picklist(['ru', 'en'])
export type Language = v.InferOutput<typeof Language>

/** What a visitor asks for; undefined where it is spoken nowhere here, and the site's own holds. */
export function languageOfTag(tag: string | undefined): Language | undefined {
  return languageAmong(Language.options, tag)
}
