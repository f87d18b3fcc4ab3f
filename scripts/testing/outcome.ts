/** How a part of the tests went. */
export type Outcome = { passed: number; failed: number; skipped: number }

export const nothing: Outcome = { passed: 0, failed: 0, skipped: 0 }

export function add(first: Outcome, second: Outcome): Outcome {
  return {
    passed: first.passed + second.passed,
    failed: first.failed + second.failed,
    skipped: first.skipped + second.skipped,
  }
}

/**
 * A runner that ended badly without naming a failed test (a crash, a file that does not load) counts
 * as one failure, and so does one that ran no test at all: silence is no proof.
 */
export function withExitCode(outcome: Outcome, exitCode: number): Outcome {
  const ranNothing = outcome.passed + outcome.failed === 0
  return outcome.failed === 0 && (exitCode !== 0 || ranNothing)
    ? { ...outcome, failed: 1 }
    : outcome
}
