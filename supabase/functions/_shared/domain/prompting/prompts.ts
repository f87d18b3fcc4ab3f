import type { ResponseLength } from '../../wire/chat-request.ts'
import { Language } from '../language.ts'
import { markdown } from './prompts/markdown.ts'

export type LanguagePrompts = {
  /** Paragraphs with `{{placeholders}}`. */
  system: string
  /** What a model is told when its answer broke off and is to go on. */
  continue: string
  responseLengths: Record<ResponseLength, string>
  /** Who is speaking, honestly; visitors read it. */
  disclosure: string
}

export type Prompts = Record<Language, LanguagePrompts>

/** They are prose and live in Markdown files, from which `npm run prompts` writes a module. */
export const prompts = Object.fromEntries(
  Language.options.map((language) => [language, promptsIn(language)]),
) as Prompts

function promptsIn(language: Language): LanguagePrompts {
  return {
    system: markdown[`system.${language}`],
    continue: markdown[`continue.${language}`].trim(),
    responseLengths: readResponseLengths(markdown[`response-lengths.${language}`]),
    disclosure: markdown[`disclosure.${language}`].trim(),
  }
}

/** A list of `- length: instruction`. */
function readResponseLengths(list: string): Record<ResponseLength, string> {
  const instruction = (length: ResponseLength) => {
    const match = new RegExp(`^- ${length}: (.+)$`, 'mu').exec(list)
    if (match?.[1] === undefined) throw new Error(`No instruction for the length ${length}`)
    return match[1]
  }
  return {
    short: instruction('short'),
    medium: instruction('medium'),
    long: instruction('long'),
    very_long: instruction('very_long'),
  }
}
