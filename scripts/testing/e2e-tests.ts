import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeBuilds } from '../../test/e2e/builds.ts'
import { findBrowser } from '../browser.ts'
import { findFiles } from './find-files.ts'
import { runNodeTests } from './node-tests.ts'
import type { Outcome } from './outcome.ts'
import { testDatabase } from './test-database.ts'

/** Runs the tests of the whole in a browser, on what is built once for all of them. */
export async function runE2eTests(): Promise<Outcome> {
  const builds = await mkdtemp(join(tmpdir(), 'visavis-builds-'))
  try {
    const environment = { ...(await makeBuilds(builds)), CHROME_PATH: findBrowser() }
    // In one database they would count each other's visitors.
    const filesAtOnce = testDatabase().databaseUrl ? 1 : 2
    return await runNodeTests(findFiles('test/e2e', '.e2e.ts'), {
      filesAtOnce,
      environment,
    })
  } finally {
    await rm(builds, { recursive: true, force: true })
  }
}
