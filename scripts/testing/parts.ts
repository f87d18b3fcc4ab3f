import { runDatabaseTests } from './database-tests.ts'
import { runE2eTests } from './e2e-tests.ts'
import { findFiles } from './find-files.ts'
import { pureModules, runFaultTests, runFunctionTests } from './function-tests.ts'
import { runNodeTests } from './node-tests.ts'
import { nothing, type Outcome } from './outcome.ts'
import type { SecondRunOptions } from './second-run.ts'
import { testTools } from './test-tools.ts'
import { runWidgetTests } from './widget-tests.ts'

type Part = (options: SecondRunOptions) => Promise<Outcome>

/** Parts that get along with others: each is on data and ports of its own. Those that take longest come first. */
const together: Record<string, Part> = {
  widget: runWidgetTests,
  database: runDatabaseTests,
  scripts: async () => {
    // Two files that found them missing would both install them.
    await testTools()
    const folders = [
      'scripts',
      'site',
      'widget/building',
      'test/contract',
      'test/deploy',
      ...pureModules,
    ]
    const files = folders.flatMap((folder) => findFiles(folder, '.test.ts'))
    return runNodeTests(files, { filesAtOnce: 2 })
  },
  functions: runFunctionTests,
}

/** Parts that take the time of things, or all processors. */
const alone: Record<string, Part> = {
  e2e: runE2eTests,
  streams: () => runNodeTests(findFiles('test/streams', '.test.ts')),
  faults: runFaultTests,
}

const parts: Record<string, Part> = { ...together, ...alone }

export const partNames = { together: Object.keys(together), alone: Object.keys(alone) }

/** Runs one part in this process. What keeps it from being run is a failure of its. */
export async function runPart(name: string, options: SecondRunOptions): Promise<Outcome> {
  const run = parts[name]
  if (!run) throw new Error(`There is no part ${name}.`)
  return run(options).catch((error: unknown): Outcome => {
    console.error(error)
    const failure = { name: 'could not be run', reason: String(error) }
    return { ...nothing, failed: 1, failures: [failure] }
  })
}
