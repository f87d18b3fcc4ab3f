import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildEspeakVoice } from '../../voices/espeak/build.ts'
import { findBrowser } from '../browser.ts'
import { nothing, type Outcome, withExitCode } from './outcome.ts'
import { runCommand } from './run-command.ts'

/**
 * Runs the widget's tests in the browser that is installed, by `web-test-runner.config.js`. They
 * load the built synthesiser as a page would.
 */
export async function runWidgetTests(): Promise<Outcome> {
  await buildEspeakVoice()
  const folder = await mkdtemp(join(tmpdir(), 'visavis-tests-'))
  const countFile = join(folder, 'count.json')
  try {
    const exitCode = await runCommand(
      process.execPath,
      ['node_modules/@web/test-runner/dist/bin.js'],
      {
        environment: { CHROME_PATH: findBrowser(), TEST_COUNT_FILE: countFile },
      },
    )
    const count = await readFile(countFile, 'utf8').then(
      (text) => JSON.parse(text) as Outcome,
      () => nothing,
    )
    return withExitCode(count, exitCode)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
