import { readFile } from 'node:fs/promises'

/** A test that did not hold. */
export type FailedTest = {
  name: string
  reason: string
  /** Where it stands, for a runner that can run one file alone. */
  file?: string
  /** How long it took, in milliseconds. */
  ms?: number
}

/** A test that failed, and held when its file was run once more, alone. */
export type FlakyTest = FailedTest & {
  /** How long its file took alone, in milliseconds. */
  aloneMs: number
}

/** How a part of the tests went. A flaky test is one that passed. */
export type Outcome = {
  passed: number
  failed: number
  skipped: number
  failures: readonly FailedTest[]
  flaky: readonly FlakyTest[]
}

export const nothing: Outcome = { passed: 0, failed: 0, skipped: 0, failures: [], flaky: [] }

export function add(first: Outcome, second: Outcome): Outcome {
  return {
    passed: first.passed + second.passed,
    failed: first.failed + second.failed,
    skipped: first.skipped + second.skipped,
    failures: [...first.failures, ...second.failures],
    flaky: [...first.flaky, ...second.flaky],
  }
}

/**
 * A runner that ended badly without naming a failed test (a crash, a file that does not load) counts
 * as one failure, and so does one that ran no test at all: silence is no proof.
 */
export function withExitCode(outcome: Outcome, exitCode: number): Outcome {
  const ranNothing = outcome.passed + outcome.failed === 0
  if (outcome.failed > 0 || (exitCode === 0 && !ranNothing)) return outcome
  const name = ranNothing ? 'no test ran' : 'the tests ended badly, though none of them failed'
  return { ...outcome, failed: 1, failures: [{ name, reason: `exit code ${exitCode}` }] }
}

/** What a runner's reporter wrote as JSON; nothing, if it never came to it. */
export async function readOutcome(file: string): Promise<Outcome> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text === '' ? nothing : { ...nothing, ...(JSON.parse(text) as Partial<Outcome>) }
}
