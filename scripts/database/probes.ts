import postgres from 'postgres'
import type { Report } from './report.ts'

const connectionCount = 50
const windows = 10

/**
 * Fifty processes that want to try the same failing model at the same moment, each on a connection
 * of its own. Runs after the access matrix, on its registry.
 */
export async function checkProbes(databaseUrl: string, report: Report): Promise<void> {
  const processes = Array.from({ length: connectionCount }, () =>
    postgres(databaseUrl, { max: 1, onnotice: () => undefined }),
  )
  const [first] = processes
  if (!first) return
  try {
    await Promise.all(processes.map((sql) => sql`select 1`))
    const coolDown = () => first`
      insert into public.model_health (subject, cooldown_until, cooldown_ms, code, failed_at)
      select subject, now() - interval '1 second', 900000, 'status_503', now() - interval '1 hour'
      from unnest(array['groq', 'groq:good']) as subject
      on conflict (subject) do update
      set cooldown_until = excluded.cooldown_until, cooldown_ms = excluded.cooldown_ms, probe_until = null`
    const leaseBy = async (sql: postgres.Sql, subjects: string[]) => {
      const [row] = await sql<{ leased: boolean }[]>`
        select (public.lease_model_probe(${subjects}) ->> 'leased')::boolean as leased`
      return row?.leased === true
    }

    const winners: number[] = []
    for (let window = 0; window < windows; window += 1) {
      await coolDown()
      const leases = await Promise.all(
        // Whoever names them the other way round must not wait for the one it keeps waiting.
        processes.map((sql, index) =>
          leaseBy(sql, index % 2 === 0 ? ['groq', 'groq:good'] : ['groq:good', 'groq']),
        ),
      )
      winners.push(leases.filter(Boolean).length)
    }
    report.check(
      winners.every((count) => count === 1),
      'of fifty that want to try a model and its provider at once exactly one may',
      winners.join(' '),
    )

    await coolDown()
    const remaining = await Promise.all(
      processes.map(async (sql) => {
        const [row] = await sql<{ ms: number }[]>`
          select (public.report_model_failure('groq', 900000, 'status_503') ->> 'coolingDownMs')::integer as ms`
        return row?.ms ?? 0
      }),
    )
    const [health] = await first<{ cooldown_ms: number }[]>`
      select cooldown_ms from public.model_health where subject = 'groq'`
    report.check(
      remaining.every((ms) => ms > 1_790_000) && health?.cooldown_ms === 1_800_000,
      'fifty failures at once double a cooldown once',
      `${remaining.join(' ')}; ${JSON.stringify(health)}`,
    )
    report.check(
      !(await Promise.all(processes.map((sql) => leaseBy(sql, ['groq'])))).includes(true),
      'during which nobody may try',
    )

    const refusals: string[] = []
    for (let window = 0; window < windows; window += 1) {
      await coolDown()
      const results = await Promise.allSettled(
        processes.map((sql, index) => {
          const subjects = index % 2 === 0 ? ['groq', 'groq:good'] : ['groq:good', 'groq']
          if (index % 3 === 0) return sql`select public.report_model_success(${subjects})`
          if (index % 3 === 1) return sql`select public.release_model_probe(${subjects})`
          return leaseBy(sql, subjects)
        }),
      )
      for (const result of results) {
        if (result.status === 'rejected') refusals.push(String(result.reason))
      }
    }
    report.check(
      refusals.length === 0,
      'probes, their ends and successes that meet take turns without an error',
      refusals.join('\n'),
    )
  } finally {
    await Promise.all(processes.map((sql) => sql.end()))
  }
}
