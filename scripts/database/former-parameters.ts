// Functions are deployed after the database, and those of the last release have to get along with it until
// then. So what they call is written down, and a signature may only gain parameters with defaults. What
// is written down is renewed with each release: node --import tsx scripts/database/check-generated.ts --release
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import type { SqlClient } from '../stack/database/sql-client.ts'
import { rolledBack } from './access-matrix/matrix.ts'
import type { Report } from './report.ts'

const file = fileURLToPath(new URL('../../supabase/tests/former-release.json', import.meta.url))

/** What a function of the schema `public` takes. */
const Signature = v.object({
  name: v.string(),
  parameters: v.array(v.object({ name: v.string(), type: v.string(), hasDefault: v.boolean() })),
})
type Signature = v.InferOutput<typeof Signature>
type Parameter = Signature['parameters'][number]

/** What the functions of the schema `public` take now, by name. */
export async function readSignatures(client: SqlClient): Promise<Signature[]> {
  return client.query<Signature>(`
    select
      p.proname as name,
      (
        select coalesce(
          json_agg(
            json_build_object(
              'name', p.proargnames[n],
              'type', format_type(p.proargtypes[n - 1], null),
              'hasDefault', n > p.pronargs - p.pronargdefaults
            )
            order by n
          ),
          '[]'
        )
        from generate_series(1, p.pronargs) as n
      ) as parameters
    from pg_proc as p
    where p.pronamespace = 'public'::regnamespace
    order by p.proname`)
}

export async function writeFormerSignatures(signatures: readonly Signature[]): Promise<void> {
  await writeFile(file, `${JSON.stringify(signatures, null, 2)}\n`)
}

async function readFormerSignatures(): Promise<Signature[]> {
  return v.parse(v.array(Signature), JSON.parse(await readFile(file, 'utf8')))
}

/** Everything that the last release calls can be called as it does, and the check itself is no fool. */
export async function checkFormerParameters(client: SqlClient, report: Report): Promise<string> {
  const former = await readFormerSignatures()
  for (const signature of former) {
    for (const { sentence, parameters } of callsOf(signature)) {
      const problem = await problemOf(client, signature.name, parameters)
      report.check(problem === undefined, sentence, problem)
    }
  }
  for (const [sentence, statement] of Object.entries(breaks)) {
    const isCaught = await rolledBack(client, async (changed) => {
      await changed.runScript(statement)
      const signature = former.find(({ name }) => name === 'end_call')
      const problems = (signature ? callsOf(signature) : []).map(({ parameters }) =>
        problemOf(changed, 'end_call', parameters),
      )
      return (await Promise.all(problems)).some((problem) => problem !== undefined)
    })
    report.check(isCaught, `somebody notices: ${sentence}`)
  }
  return `${former.length} functions`
}

/** With what it cannot do without, and with all that it took. */
function callsOf({ name, parameters }: Signature): { sentence: string; parameters: Parameter[] }[] {
  const required = parameters.filter(({ hasDefault }) => !hasDefault)
  const sentence = `${name} is called as the last release does`
  return [
    { sentence, parameters: required },
    { sentence: `${sentence}, with every parameter`, parameters },
  ]
}

/** What keeps a call by these names from finding its function; undefined when it finds it. */
async function problemOf(
  client: SqlClient,
  name: string,
  parameters: readonly Parameter[],
): Promise<string | undefined> {
  const values = parameters.map((parameter) => `${parameter.name} => null::${parameter.type}`)
  // Only planned: what the function makes of nulls is not asked.
  const call = `explain select * from public.${name}(${values.join(', ')})`
  return client.query(call).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
}

/** Ways to break those who call `end_call`, each a release of its own. */
const breaks = {
  'a parameter of another name': `
    drop function public.end_call;
    create function public.end_call(id uuid, visitor_id uuid, reason text) returns void
    language sql as ''`,
  'a parameter of another type': `
    drop function public.end_call;
    create function public.end_call(call_id bigint, visitor_id uuid, reason text) returns void
    language sql as ''`,
  'a new parameter without a default': `
    drop function public.end_call;
    create function public.end_call(call_id uuid, visitor_id uuid, reason text, at timestamptz)
    returns void language sql as ''`,
  'a function that is gone': 'drop function public.end_call',
}
