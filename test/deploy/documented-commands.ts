import { readFile } from 'node:fs/promises'
import { findFiles } from '../../scripts/testing/find-files.ts'

/** README and guides, in both languages. */
export const documents = [
  'README.md',
  ...findFiles('site/guides', '.md'),
  ...findFiles('site/ru', '.md'),
]

/** The Supabase CLI's parameters in each line of a document that calls it, in order. */
export async function documentedCommands(document: string): Promise<string[][]> {
  const text = await readFile(document, 'utf8')
  return [...text.matchAll(/(?:^|`)npx supabase ([^`\n]+)/gmu)].map(([, parameters = '']) =>
    parameters.trim().split(/\s+/u),
  )
}
