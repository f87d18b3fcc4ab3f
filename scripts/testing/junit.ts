import { nothing, type FailedTest, type Outcome } from './outcome.ts'

/** Reads a JUnit report of Deno's: an element a test. What has no time was begun and did not end. */
export function readJunit(report: string): Outcome {
  let { passed, skipped } = nothing
  const failures: FailedTest[] = []
  const unfinished: string[] = []
  for (const [, name = '', attributes = '', inside = ''] of report.matchAll(
    /<testcase name="([^"]*)"([^>]*?)(?:\/>|>(.*?)<\/testcase>)/gsu,
  )) {
    const failure = /<(failure|error)(?:"[^"]*"|[^">])*>(.*?)<\/\1>/su.exec(inside)
    if (failure) failures.push({ name: unescape(name), reason: unescape(failure[2] ?? '').trim() })
    else if (!inside.includes('<skipped')) passed += 1
    else if (attributes.includes(' time=')) skipped += 1
    else unfinished.push(unescape(name))
  }
  // What holds a test that did not end did not end either.
  const innermost = unfinished.filter(
    (name) => !unfinished.some((other) => other.startsWith(`${name} > `)),
  )
  failures.push(...innermost.map((name) => ({ name, reason: 'It did not end.' })))
  return { ...nothing, passed, failed: failures.length, skipped, failures }
}

function unescape(text: string): string {
  const characters: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
  return text.replaceAll(/&(lt|gt|quot|apos|amp);/gu, (_, name: string) => characters[name] ?? '')
}
