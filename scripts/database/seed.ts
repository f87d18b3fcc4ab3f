import type { Report } from './report.ts'
import type { ServedDatabase } from './served-database.ts'

/** Migrations and seed are applied once, and the demo site is what the documentation promises. */
export async function checkSeed({ database }: ServedDatabase, report: Report): Promise<void> {
  report.check(await database.seed(), 'a new database is seeded')
  report.check(!(await database.seed()), 'and once only')
  const again = await database.applyMigrations()
  report.check(again.applied.length === 0, 'migrations are applied once', JSON.stringify(again))

  const characters = await database.query<{ slug: string; language: string; facts: number }>(`
    select c.slug, c.language, cardinality(c.facts) as facts
    from public.sites as s
    join public.characters as c on c.site_id = s.id
    where s.site_key = 'demo' and c.visibility = 'public'
    order by c.position`)
  const cast = characters.map(({ slug, language }) => `${slug} ${language}`).join(', ')
  report.check(
    cast === 'eva ru, nora en, viktor ru, grace en, tikhon ru, ada en',
    'the demo site has its six characters',
    cast,
  )
  report.check(
    characters.every(({ facts }) => facts >= 3),
    'each of whom knows something',
  )
  const safetyLines = await database.query(
    `select slug from public.characters, unnest(facts) as fact where fact ~* '112|emergency'`,
  )
  report.check(
    safetyLines.length === 0,
    'and keeps what to do in danger out of the facts to chat of',
  )

  const [demo] = await database.query<{ visitors_choose_model: boolean }>(
    `select visitors_choose_model from public.sites where site_key = 'demo'`,
  )
  report.check(demo?.visitors_choose_model === true, 'and lets visitors choose a model')

  const open = await database.query<{ site_key: string }>(
    `select site_key from public.sites where allowed_origins <> '{}'`,
  )
  report.check(
    open.length === 1 && open[0]?.site_key === 'demo',
    'and no other site lets a page in',
    JSON.stringify(open),
  )

  // What the product must not call itself, in either language, beyond saying that it is not one.
  const claims = await database.query<{ slug: string }>(`
    select c.slug
    from public.characters as c
    where concat_ws(' ', c.tagline, c.description, c.greeting) ~* '(психолог|психотерап|therap|psycholog)'`)
  report.check(claims.length === 0, 'and none of whom claims to be a therapist')
}
