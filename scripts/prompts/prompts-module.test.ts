import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { writePrompts } from './prompts-module.ts'

test('a prompt reaches functions to the letter, whatever it is written with', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'visavis-prompts-'))
  const prompt = '`Code`, ${name}, {{name}}, a \\ and \\`, \'both\' "quotes"\n\n— Ёж 🦔\n'
  try {
    await writeFile(join(folder, 'system.ru.md'), prompt)
    await writePrompts(folder)

    const { markdown } = (await import(join(folder, 'markdown.ts'))) as { markdown: object }
    assert.deepEqual(markdown, { 'system.ru': prompt })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
