import { nothing, type FailedTest, type Outcome } from './outcome.ts'

/** Reads a JUnit report: an element a test. */
export function readJunit(report: string): Outcome {
  let { passed, skipped } = nothing
  const failures: FailedTest[] = []
  for (const [, name = '', inside = ''] of report.matchAll(
    /<testcase name="([^"]*)"[^>]*?(?:\/>|>(.*?)<\/testcase>)/gsu,
  )) {
    const failure = /<(failure|error)(?:"[^"]*"|[^">])*>(.*?)<\/\1>/su.exec(inside)
    if (failure) failures.push({ name: unescape(name), reason: unescape(failure[2] ?? '').trim() })
    else if (inside.includes('<skipped')) skipped += 1
    else passed += 1
  }
  return { ...nothing, passed, failed: failures.length, skipped, failures }
}

function unescape(text: string): string {
  const characters: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
  return text.replaceAll(/&(lt|gt|quot|apos|amp);/gu, (_, name: string) => characters[name] ?? '')
}
