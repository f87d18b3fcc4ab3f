import type { Language } from './language.ts'
import type { ResponseLength } from '../wire/chat-request.ts'

/** A character as its prompt needs it; visitors only ever see its card. */
export type Character = {
  name: string
  tagline: string
  personality: string
  scenario: string
  exampleDialogue: string
  /** What the character knows of itself, one sentence each. */
  facts: readonly string[]
  greeting: string
  language: Language
  responseLength: ResponseLength
}
