// `npm test`: everything, or the parts named: `npm test -- scripts|database|functions|faults|streams|widget|e2e`.
import { runDatabaseTests } from './testing/database-tests.ts'
import { runE2eTests } from './testing/e2e-tests.ts'
import { findFiles } from './testing/find-files.ts'
import { runFaultTests, runFunctionTests } from './testing/function-tests.ts'
import { runNodeTests } from './testing/node-tests.ts'
import { add, nothing, type Outcome } from './testing/outcome.ts'
import { testTools } from './testing/test-tools.ts'
import { runWidgetTests } from './testing/widget-tests.ts'

const parts: Record<string, () => Promise<Outcome>> = {
  scripts: async () => {
    // Two files that found them missing would both install them.
    await testTools()
    const folders = ['scripts', 'site', 'test/contract', 'test/deploy']
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

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in parts))
if (unknown.length > 0) {
  console.error(`No such part: ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}.`)
  process.exit(2)
}

const summary: string[] = []
let total = nothing
for (const [name, run] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`\n── ${name} ──\n`)
  const startedAt = performance.now()
  const outcome = await run().catch((error: unknown) => {
    console.error(error)
    return { ...nothing, failed: 1 }
  })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  summary.push(`${name.padEnd(10)} ${describe(outcome)} (${seconds} s)`)
  total = add(total, outcome)
}

console.log(`\n${summary.join('\n')}\n\n${describe(total)}`)
process.exit(total.failed === 0 ? 0 : 1)

function describe({ passed, failed, skipped }: Outcome): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
