// `npm run check`: everything that can be told without running the product. Every part runs, even
// after another has failed.
import { existsSync } from 'node:fs'
import { runCommand } from './testing/run-command.ts'

const node = (...parameters: string[]) => runCommand(process.execPath, parameters)
const script = (name: string, ...parameters: string[]) =>
  node('--import', 'tsx', `scripts/${name}.ts`, ...parameters)
const types = (project: string) => () => node('node_modules/typescript/bin/tsc', '-p', project)

/** Each resolves with an exit code. */
const parts: Record<string, () => Promise<number>> = {
  'types of scripts, tests and tools': types('.'),
  'types of the widget': types('widget'),
  'types of the site': types('site'),
  'types of functions': types('supabase/functions'),
  'functions in Deno, each with its own import map': () => script('check-functions'),
  'module of the prompts': () => script('prompts', '--check'),
  'types and schema of the database': () => script('database/check-generated'),
  'custom elements manifest': () => script('manifest', '--check'),
  'list of what is public': () => script('public', '--check'),
  ESLint: () => node('node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'),
  'circles of imports': () =>
    node(
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      ...['widget', 'site', 'supabase/functions', 'scripts'],
    ),
  Prettier: () =>
    node('node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  sizes: checkSizes,
}

const failed: string[] = []
for (const [name, run] of Object.entries(parts)) {
  console.log(`── ${name}`)
  const exitCode = await run().catch((error: unknown) => {
    console.error(error)
    return 1
  })
  if (exitCode !== 0) failed.push(name)
}

const passed = Object.keys(parts).length - failed.length
console.log(
  `\n${failed.map((name) => `failed: ${name}\n`).join('')}${passed} passed, ${failed.length} failed`,
)
process.exit(failed.length === 0 ? 0 : 1)

/** What counts is what ships, so the widget is built first. */
async function checkSizes(): Promise<number> {
  const build = ['node_modules/vite/bin/vite.js', 'build', 'widget', '--logLevel', 'warn']
  const exitCode = await node(...build)
  return exitCode === 0 && existsSync('widget/dist/visavis.js')
    ? node('node_modules/size-limit/bin.js')
    : 1
}
