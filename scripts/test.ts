// `npm test`: everything, or the parts named: `npm test -- scripts|database|functions|streams|widget|e2e`.
import { runDatabaseTests } from './testing/database-tests.ts'
import { findFiles } from './testing/find-files.ts'
import { runFunctionTests } from './testing/function-tests.ts'
import { runNodeTests } from './testing/node-tests.ts'
import { add, nothing, type Outcome } from './testing/outcome.ts'
import { runWidgetTests } from './testing/widget-tests.ts'

const parts: Record<string, () => Promise<Outcome>> = {
  scripts: () =>
    runNodeTests(
      ['scripts', 'site', 'test/contract', 'test/deploy'].flatMap((folder) =>
        findFiles(folder, '.test.ts'),
      ),
    ),
  database: runDatabaseTests,
  functions: runFunctionTests,
  streams: () => runNodeTests(findFiles('test/streams', '.test.ts')),
  widget: runWidgetTests,
  e2e: () => runNodeTests(findFiles('test/e2e', '.e2e.ts')),
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
