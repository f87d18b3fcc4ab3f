import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Outcome, withExitCode } from './outcome.ts'
import { runCommand } from './run-command.ts'

/** A file that waits for something that never comes fails instead of holding everything up. */
const fileTimeoutMs = 900_000

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
  const report = join(folder, 'report.tap')
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
        '--test-reporter=tap',
        `--test-reporter-destination=${report}`,
        ...files,
      ],
      { environment },
    )
    return withExitCode(readTap(await readFile(report, 'utf8')), exitCode)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Reads the closing lines of a TAP report: `# pass 3`. */
function readTap(report: string): Outcome {
  const count = (name: string) =>
    Number(new RegExp(`^# ${name} (\\d+)$`, 'mu').exec(report)?.[1] ?? 0)
  return {
    passed: count('pass'),
    failed: count('fail') + count('cancelled'),
    skipped: count('skipped') + count('todo'),
  }
}
