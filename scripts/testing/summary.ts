import type { FailedTest, FlakyTest, Outcome } from './outcome.ts'

/** Enough of a reason to know it again; the whole stands where it happened. */
const reasonLines = 15

/** The end of a run, which of a long one is read first, and is often all that is kept. */
export function summarize(outcomes: readonly [part: string, outcome: Outcome][]): string {
  const failures = outcomes.flatMap(([part, { failures }]) =>
    failures.map((test) => describeFailure(part, test)),
  )
  const flaky = outcomes.flatMap(([part, { flaky }]) =>
    flaky.map((test) => describeFlaky(part, test)),
  )
  return [...failures, ...flaky].map((text) => `\n${text}\n`).join('')
}

export function counts({ passed, failed, skipped, flaky }: Outcome): string {
  const rare = Object.entries({ skipped, flaky: flaky.length }).filter(([, count]) => count > 0)
  return [`${passed} passed, ${failed} failed`, ...rare.map(([name, n]) => `${n} ${name}`)].join(
    ', ',
  )
}

function describeFailure(part: string, { name, file, reason }: FailedTest): string {
  return `✖ ${part}: ${name}${indented([...(file ? [file] : []), ...shortened(reason)])}`
}

function describeFlaky(part: string, { name, file, reason, ms, aloneMs }: FlakyTest): string {
  const times = `failed${ms === undefined ? '' : ` after ${seconds(ms)}`}, its file passed alone in ${seconds(aloneMs)}`
  return `~ flaky, ${part}: ${name}${indented([times, ...(file ? [file] : []), ...shortened(reason)])}`
}

function shortened(reason: string): string[] {
  return reason.split('\n').slice(0, reasonLines)
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `\n    ${line}`).join('')
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
