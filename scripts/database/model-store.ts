import * as v from 'valibot'
import { modelDatabase } from '../../supabase/functions/_shared/database/model-database.ts'
import type { ModelStore } from '../../supabase/functions/_shared/domain/routing/model-registry.ts'
import { ModelSelection, ProviderId } from '../../supabase/functions/_shared/wire/model.ts'
import { keys, withDataApi } from './data-api.ts'
import type { Report } from './report.ts'
import type { SuiteDatabase } from './suite-database.ts'

/** The model that fails and answers here. */
const tried = 'groq:better'

/**
 * The functions' view of the registry, over the Data API. Runs after the access matrix, on its
 * registry, and leaves it as it is.
 */
export async function checkModelStore(database: SuiteDatabase, report: Report): Promise<void> {
  await checkSelections(database, report)
  await withDataApi(database, async (supabaseUrl) => {
    const store = modelDatabase({ supabaseUrl, secretKey: keys.secret })
    await useStore(store, { report, engine: database.name })
  })
  // What comes later looks at the registry as the access matrix has made it.
  await database.query('delete from public.model_first_tokens where model_id = $1', [tried])
}

/** The wire and the database each say what can be selected; they must say the same. */
async function checkSelections(database: SuiteDatabase, report: Report): Promise<void> {
  const names = ['', 'a', 'A-1._:/@z', '/a', 'a b', 'a\n', 'ä', 'a'.repeat(195), 'a'.repeat(200)]
  const selections = ['', ...ProviderId.options, 'auto', 'nobody'].flatMap((start) => [
    start,
    `auto:${start}`,
    ...names.map((name) => `${start}:${name}`),
  ])
  const answers = await database.query<{ selection: string; holds: boolean }>(
    `select selection, private.is_model_selection(selection) as holds
     from jsonb_array_elements_text($1::text::jsonb) as selection`,
    [JSON.stringify(selections)],
  )
  const different = answers.filter(
    ({ selection, holds }) => v.is(ModelSelection, selection) !== holds,
  )
  report.check(
    answers.length === selections.length && different.length === 0,
    `${database.name}: the wire and the database agree on what can be selected`,
    JSON.stringify(different),
  )
}

async function useStore(
  store: ModelStore,
  { report, engine }: { report: Report; engine: string },
): Promise<void> {
  const check = (holds: boolean, sentence: string, detail?: unknown) =>
    report.check(holds, `${engine}: ${sentence}`, JSON.stringify(detail))

  const registry = await store.readRegistry()
  check(
    registry.models.map(({ id }) => id).join(' ') === 'groq:better groq:good' &&
      registry.providers.length === 2,
    'the store reads the registry, the best first',
    registry,
  )

  const subject = tried
  const failing = async () =>
    (await store.readRegistry()).failing.filter((one) => one.subject === subject)
  const { coolingDownMs } = await store.reportFailure({
    subject,
    cooldownMs: 900_000.4,
    code: 'status_429',
  })
  check(
    coolingDownMs > 890_000 && coolingDownMs <= 900_001,
    'a failure cools, given in fractions too',
    coolingDownMs,
  )
  check((await failing()).length === 1, 'and is in the registry')
  check(!(await store.leaseProbe([subject])), 'nobody tries it meanwhile')

  await store.reportSuccess([subject])
  check((await failing()).length === 0, 'a success ends it')

  await store.reportFailure({ subject, cooldownMs: 0, code: 'connection' })
  check(await store.leaseProbe([subject]), 'what has cooled down is tried')
  check(!(await store.leaseProbe([subject])), 'by one')
  await store.releaseProbe([subject])
  check(await store.leaseProbe([subject]), 'until it gives the lease back')
  await store.reportSuccess([subject])

  await store.reportFailure({
    subject,
    cooldownMs: 30_000,
    longestMs: 900_000,
    code: 'not_a_stream',
    problem: 'page_instead_of_stream',
  })
  const [failure] = await failing()
  check(
    failure?.problem === 'page_instead_of_stream' && failure.inWords?.includes('web page') === true,
    'a problem is told in words',
    failure,
  )
  await store.reportSuccess([subject])

  const times = Array.from({ length: 20 }, (_, index) => index + 0.5)
  await store.recordFirstTokens([{ modelId: subject, firstTokenMs: times }])
  const { slow } = await store.readRegistry()
  check(
    slow.some(({ modelId, afterMs }) => modelId === subject && afterMs === 18),
    'what is slow for a model is known',
    slow,
  )

  await store.rejectParameter({ modelId: subject, parameter: 'temperature' })
  await store.rejectParameter({ modelId: 'openai-compatible:own', parameter: 'temperature' })
  const better = (await store.readRegistry()).models.find(({ id }) => id === subject)
  check(
    better?.rejectedParameters.join(' ') === 'temperature',
    'a refused field is remembered',
    better,
  )
}
