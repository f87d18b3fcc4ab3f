import type { Outcome } from './outcome.ts'

export type SecondRunOptions = {
  /** Grants no second run: what fails has failed. */
  strict: boolean
}

/** More files than these are not flaky but broken, and are not waited for twice. */
const maxFiles = 5

/**
 * Runs test files that share a machine with a browser, and those that failed once more, alone. What
 * passes then passes, and is named as flaky.
 *
 * @param run runs files; what fails is named with its file, as it was given here
 */
export async function withSecondRun(
  files: readonly string[],
  run: (files: readonly string[]) => Promise<Outcome>,
  { strict }: SecondRunOptions,
): Promise<Outcome> {
  const first = await run(files)
  const failed = new Set(first.failures.map(({ file }) => file))
  if (strict || failed.size > maxFiles) return first
  let outcome = first
  for (const file of failed) {
    if (file === undefined) continue
    console.log(`\n${file} failed and is run once more, alone.\n`)
    const startedAt = performance.now()
    const second = await run([file])
    if (second.failed > 0) continue
    const aloneMs = performance.now() - startedAt
    outcome = forgive(outcome, file, aloneMs)
  }
  return outcome
}

/** Takes what failed in a file for what it is: passed, but flaky. */
function forgive(outcome: Outcome, file: string, aloneMs: number): Outcome {
  const flaky = outcome.failures.filter((failure) => failure.file === file)
  const failures = outcome.failures.filter((failure) => failure.file !== file)
  return {
    ...outcome,
    passed: outcome.passed + flaky.length,
    failed: outcome.failed - flaky.length,
    failures,
    flaky: [...outcome.flaky, ...flaky.map((test) => ({ ...test, aloneMs }))],
  }
}
