import { nothing, type Outcome, withExitCode } from './outcome.ts'
import { runCommand } from './run-command.ts'

/** Runs `scripts/database/test.ts`, whose last line says how many passed and failed. */
export async function runDatabaseTests(): Promise<Outcome> {
  let output = ''
  const exitCode = await runCommand(
    process.execPath,
    ['--import', 'tsx', 'scripts/database/test.ts'],
    { onOutput: (text) => (output += text) },
  )
  const closing = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gmu
  const [, passed = 0, failed = 0, skipped = 0] = [...output.matchAll(closing)].at(-1) ?? []
  const failures = [...output.matchAll(/^not ok - (.+)((?:\n {4}.*)*)/gmu)].map(
    ([, name = '', reason = '']) => ({ name, reason: reason.trim() }),
  )
  return withExitCode(
    {
      ...nothing,
      passed: Number(passed),
      failed: Number(failed),
      skipped: Number(skipped),
      failures,
    },
    exitCode,
  )
}
