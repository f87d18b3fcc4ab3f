import type { ResponseLength } from '../wire/chat-request.ts'
import type { Language } from '../wire/session.ts'

export type LanguagePrompts = {
  /** Paragraphs with `{{placeholders}}`. */
  system: string
  /** What a model is told when its answer broke off and is to go on. */
  continue: string
  responseLengths: Record<ResponseLength, string>
}

export type Prompts = Record<Language, LanguagePrompts>

/**
 * Reads the prompts, which are prose and live in Markdown files beside this module.
 *
 * @param readTextFile reads a file that was deployed with the function
 */
export async function loadPrompts(readTextFile: (file: URL) => Promise<string>): Promise<Prompts> {
  const load = async (language: Language): Promise<LanguagePrompts> => {
    const read = (name: string) =>
      readTextFile(new URL(`./prompts/${name}.${language}.md`, import.meta.url))
    const [system, continuation, responseLengths] = await Promise.all([
      read('system'),
      read('continue'),
      read('response-lengths'),
    ])
    return {
      system,
      continue: continuation.trim(),
      responseLengths: readResponseLengths(responseLengths),
    }
  }
  const [ru, en] = await Promise.all([load('ru'), load('en')])
  return { ru, en }
}

/** A list of `- length: instruction`. */
function readResponseLengths(markdown: string): Record<ResponseLength, string> {
  const instruction = (length: ResponseLength) => {
    const match = new RegExp(`^- ${length}: (.+)$`, 'mu').exec(markdown)
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
