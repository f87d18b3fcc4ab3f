import { neverDropped } from '../answer-source.ts'
import type { Prompts } from '../prompting/prompts.ts'
import { systemPrompt } from '../prompting/system-prompt.ts'
import type { Preparation } from './preparations.ts'

/** Who speaks, how, and honestly so: what no answer is given without. */
export function persona(prompts: Prompts): Preparation {
  return {
    name: 'persona',
    deadlineMs: 1000,
    isEssential: true,
    prepare({ character }, { settings }) {
      const responseLength = settings?.responseLength ?? character.responseLength
      const text = systemPrompt(prompts, character, responseLength)
      return { sections: [{ name: 'persona', text, priority: neverDropped }] }
    },
  }
}
