// `npm run prompts` writes the prompts' module from their Markdown files; with `--check` it only
// tells whether the module is stale.
import { arePromptsStale, writePrompts } from './prompts/prompts-module.ts'

if (process.argv.includes('--check')) {
  if (await arePromptsStale()) {
    console.error('The module of the prompts is stale: npm run prompts')
    process.exitCode = 1
  }
} else {
  await writePrompts()
}
