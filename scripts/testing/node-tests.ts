import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readOutcome, type Outcome, withExitCode } from './outcome.ts'
import { runCommand } from './run-command.ts'

/** A file that waits for something that never comes fails instead of holding everything up. */
const fileTimeoutMs = 600_000

const reporter = fileURLToPath(new URL('node-reporter.js', import.meta.url))

export type NodeTestOptions = {
  /** While one file waits for what takes its time, another has the processor. @defaultValue 1 */
  filesAtOnce?: number
  /** What tests are told besides. */
  environment?: Record<string, string>
}

/** Runs TypeScript tests with Node's own runner. */
export async function runNodeTests(
  files: readonly string[],
  { filesAtOnce = 1, environment = {} }: NodeTestOptions = {},
): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'visavis-tests-'))
  const outcomeFile = join(folder, 'outcome.json')
  try {
    const exitCode = await runCommand(
      process.execPath,
      [
        '--import',
        'tsx',
        '--test',
        `--test-concurrency=${filesAtOnce}`,
        `--test-timeout=${fileTimeoutMs}`,
        '--test-reporter=spec',
        '--test-reporter-destination=stdout',
        `--test-reporter=${reporter}`,
        `--test-reporter-destination=${outcomeFile}`,
        ...files,
      ],
      { environment },
    )
    return withExitCode(await readOutcome(outcomeFile), exitCode)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
