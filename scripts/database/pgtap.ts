import { readFile } from 'node:fs/promises'
import type { Report } from './report.ts'
import { type SuiteDatabase, testFiles } from './suite-database.ts'

/** Runs pgTAP's suites, `supabase/tests`, each in a transaction of its own. */
export async function runPgtap(database: SuiteDatabase, report: Report): Promise<void> {
  for (const { name, path } of await testFiles('suites')) {
    const title = `pgTAP ${name} on ${database.name}`
    try {
      const values = await database.collect(await readFile(path, 'utf8'))
      reportTap(values, { title, report })
    } catch (error) {
      report.check(false, title, error instanceof Error ? error.message : String(error))
    }
  }
}

function reportTap(values: unknown[], { title, report }: { title: string; report: Report }): void {
  const lines = values
    .filter((value) => typeof value === 'string')
    .join('\n')
    .split('\n')
  let planned = 0
  let run = 0
  lines.forEach((line, index) => {
    planned = Number(/^1\.\.(\d+)$/u.exec(line)?.[1] ?? planned)
    const result = /^(not )?ok \d+ - (.*)$/u.exec(line)
    if (!result) return
    run += 1
    const next = lines.findIndex((other, at) => at > index && !other.startsWith('#'))
    const diagnosis = lines.slice(index + 1, next < 0 ? undefined : next).join('\n')
    report.check(!result[1], `${title}: ${result[2]}`, diagnosis)
  })
  report.check(run === planned && planned > 0, `${title}: ran ${run} of ${planned} planned tests`)
}
