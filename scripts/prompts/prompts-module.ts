import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const promptsFolder = fileURLToPath(
  new URL('../../supabase/functions/_shared/domain/prompting/prompts/', import.meta.url),
)

/**
 * Whether the module beside the prompts says something else than they do. They are prose and live in
 * Markdown files; a function that is deployed has modules only, since the host drops other files.
 */
export async function arePromptsStale(): Promise<boolean> {
  const written = await readFile(moduleIn(promptsFolder), 'utf8').catch(() => '')
  return written !== (await promptsModule(promptsFolder))
}

/** Writes the module beside the prompts that are in `folder`. */
export async function writePrompts(folder = promptsFolder): Promise<void> {
  await writeFile(moduleIn(folder), await promptsModule(folder))
}

function moduleIn(folder: string): string {
  return join(folder, 'markdown.ts')
}

async function promptsModule(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).sort()
  const entries = names.map(async (name) => {
    const text = await readFile(join(folder, name), 'utf8')
    return `  '${name.replace(/\.md$/u, '')}': \`${text.replace(/[\\`]|\$\{/gu, '\\$&')}\`,\n`
  })
  return [
    '// Written by `npm run prompts` from the Markdown files beside it.\n',
    `export const markdown = {\n${(await Promise.all(entries)).join('')}} as const\n`,
  ].join('')
}
