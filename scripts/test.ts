// `npm test`: everything, or the parts named: `npm test -- scripts|database|functions|faults|streams|widget|e2e`.
// What fails in a browser is run once more, alone; `npm test -- --strict` grants no second run.
import { parseArgs } from 'node:util'
import { runDatabaseTests } from './testing/database-tests.ts'
import { runE2eTests } from './testing/e2e-tests.ts'
import { findFiles } from './testing/find-files.ts'
import { pureModules, runFaultTests, runFunctionTests } from './testing/function-tests.ts'
import { runNodeTests } from './testing/node-tests.ts'
import { add, nothing, type Outcome } from './testing/outcome.ts'
import type { SecondRunOptions } from './testing/second-run.ts'
import { counts, summarize } from './testing/summary.ts'
import { testTools } from './testing/test-tools.ts'
import { runWidgetTests } from './testing/widget-tests.ts'

const parts: Record<string, (options: SecondRunOptions) => Promise<Outcome>> = {
  scripts: async () => {
    // Two files that found them missing would both install them.
    await testTools()
    const folders = ['scripts', 'site', 'test/contract', 'test/deploy', ...pureModules]
    const files = folders.flatMap((folder) => findFiles(folder, '.test.ts'))
    return runNodeTests(files, { filesAtOnce: 2 })
  },
  database: runDatabaseTests,
  functions: runFunctionTests,
  faults: runFaultTests,
  streams: () => runNodeTests(findFiles('test/streams', '.test.ts')),
  widget: runWidgetTests,
  e2e: runE2eTests,
}

const { positionals: wanted, values: options } = parseArgs({
  options: { strict: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const unknown = wanted.filter((name) => !(name in parts))
if (unknown.length > 0) {
  console.error(`No such part: ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}.`)
  process.exit(2)
}

const outcomes: [part: string, outcome: Outcome][] = []
const lines: string[] = []
for (const [name, run] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`\n── ${name} ──\n`)
  const startedAt = performance.now()
  const outcome = await run(options).catch((error: unknown): Outcome => {
    console.error(error)
    const failure = { name: 'could not be run', reason: String(error) }
    return { ...nothing, failed: 1, failures: [failure] }
  })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  lines.push(`${name.padEnd(10)} ${counts(outcome)} (${seconds} s)`)
  outcomes.push([name, outcome])
}

const total = outcomes.map(([, outcome]) => outcome).reduce(add, nothing)
console.log(`${summarize(outcomes)}\n${lines.join('\n')}\n\n${counts(total)}`)
process.exit(total.failed === 0 ? 0 : 1)
