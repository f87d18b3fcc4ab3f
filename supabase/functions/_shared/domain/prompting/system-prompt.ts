import type { ResponseLength } from '../../wire/chat-request.ts'
import type { Character } from '../character.ts'
import { prompts, type Prompts } from './prompts.ts'

/**
 * The instructions that make a model speak as a character, in the character's language. A paragraph
 * of the template whose placeholder is empty for this character is left out.
 */
export function systemPrompt(
  prompts: Prompts,
  character: Character,
  responseLength: ResponseLength,
): string {
  const { system, responseLengths } = prompts[character.language]
  const values: Record<string, string> = {
    name: character.name,
    tagline: character.tagline,
    personality: character.personality,
    scenario: character.scenario,
    facts: character.facts.map((fact) => `- ${fact}`).join('\n'),
    exampleDialogue: character.exampleDialogue,
    responseLength: responseLengths[responseLength],
  }
  return system
    .trim()
    .split(/\n{2,}/u)
    .filter((paragraph) => placeholders(paragraph).every((name) => values[name] !== ''))
    .map((paragraph) => paragraph.replace(placeholder, (_, name: string) => values[name] ?? ''))
    .join('\n\n')
}

const placeholder = /\{\{(\w+)\}\}/gu

function placeholders(paragraph: string): string[] {
  return [...paragraph.matchAll(placeholder)].map((match) => match[1] ?? '')
}

/** Who is speaking, honestly, in the character's language. */
export function disclosureOf({ language }: Pick<Character, 'language'>): string {
  return prompts[language].disclosure
}
