import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { makeBuilds } from '../../test/e2e/builds.ts'
import { findBrowser } from '../browser.ts'
import { findFiles } from './find-files.ts'
import { runNodeTests } from './node-tests.ts'
import { add, type Outcome } from './outcome.ts'
import { withSecondRun, type SecondRunOptions } from './second-run.ts'
import { testDatabase } from './test-database.ts'

/** A microphone plays to these in real time; nothing of ours takes the processor from them. */
const alone = ['barge-in.e2e.ts', 'microphone-trouble.e2e.ts']

/** Runs the tests of the whole in a browser, on what is built once for all of them. */
export async function runE2eTests(options: SecondRunOptions): Promise<Outcome> {
  const builds = await mkdtemp(join(tmpdir(), 'visavis-builds-'))
  try {
    const environment = { ...(await makeBuilds(builds)), CHROME_PATH: findBrowser() }
    const files = findFiles('test/e2e', '.e2e.ts')
    const isAlone = (file: string) => alone.includes(basename(file))
    const run = (filesAtOnce: number) => (some: readonly string[]) =>
      runNodeTests(some, { filesAtOnce, environment })
    const realTime = await withSecondRun(files.filter(isAlone), run(1), options)
    const others = files.filter((file) => !isAlone(file))
    // In one database they would count each other's visitors.
    const filesAtOnce = testDatabase().databaseUrl ? 1 : 2
    return add(realTime, await withSecondRun(others, run(filesAtOnce), options))
  } finally {
    await rm(builds, { recursive: true, force: true })
  }
}
