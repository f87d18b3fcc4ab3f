import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildEspeakVoice } from '../../widget/voices/espeak/build.ts'
import { findBrowser } from '../browser.ts'
import { findFiles } from './find-files.ts'
import { readOutcome, type Outcome, withExitCode } from './outcome.ts'
import { runCommand } from './run-command.ts'
import { withSecondRun, type SecondRunOptions } from './second-run.ts'

/**
 * Runs the widget's tests in the browser that is installed, by `web-test-runner.config.js`. They
 * load the built synthesiser as a page would.
 */
export async function runWidgetTests(options: SecondRunOptions): Promise<Outcome> {
  await buildEspeakVoice()
  return withSecondRun(findFiles('widget/src', '.test.ts'), runInBrowser, options)
}

async function runInBrowser(files: readonly string[]): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'visavis-tests-'))
  const outcomeFile = join(folder, 'outcome.json')
  try {
    const exitCode = await runCommand(
      process.execPath,
      ['node_modules/@web/test-runner/dist/bin.js', '--files', ...files],
      { environment: { CHROME_PATH: findBrowser(), TEST_OUTCOME_FILE: outcomeFile } },
    )
    return withExitCode(await readOutcome(outcomeFile), exitCode)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
