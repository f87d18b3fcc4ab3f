import { prepareMatrix, runMatrix } from './access-matrix/matrix.ts'
import { checkMutations } from './access-matrix/mutations.ts'
import { checkAdvisors } from './advisors.ts'
import { checkConcurrency } from './concurrency.ts'
import { checkDataApi } from './data-api.ts'
import { checkDefaultPrivileges } from './default-privileges.ts'
import { checkEqualTurns } from './equal-turns.ts'
import { checkFormerParameters } from './former-parameters.ts'
import { generateTypes, readCommittedTypes } from './generated-types.ts'
import { checkModelStore } from './model-store.ts'
import { runPgtap } from './pgtap.ts'
import { findPostgresBinaries, startPostgresCluster } from './postgres-cluster.ts'
import { checkProbes } from './probes.ts'
import { checkPush } from './push.ts'
import { checkReadsAtSize } from './reads-at-size.ts'
import { Report } from './report.ts'
import { checkSeed } from './seed.ts'
import { serveDatabase, type ServedDatabase } from './served-database.ts'
import {
  openSuiteDatabase,
  type SuiteDatabase,
  type SuiteDatabaseOptions,
} from './suite-database.ts'

const report = new Report()
const binaries = await findPostgresBinaries()

/** What holds on every engine. */
async function testEngine(database: SuiteDatabase): Promise<void> {
  const { name } = database
  await report.section(`pgTAP on ${name}`, () => runPgtap(database, report))
  await report.section(`access matrix on ${name}`, async () => {
    await prepareMatrix(database)
    return runMatrix(database, report)
  })
  await report.section(`equal turns on ${name}`, () => checkEqualTurns(database, report))
  await report.section(`Data API on ${name}`, () => checkDataApi(database, report))
  await report.section(`model store on ${name}`, () => checkModelStore(database, report))
  await report.section(`what the last release calls, on ${name}`, () =>
    checkFormerParameters(database, report),
  )
}

async function withSuiteDatabase(
  options: SuiteDatabaseOptions,
  work: (database: SuiteDatabase) => Promise<void>,
): Promise<void> {
  const database = await openSuiteDatabase(options)
  try {
    await work(database)
  } finally {
    await database.close()
  }
}

/** A database as a first start makes it, and what the Supabase CLI says of it. */
async function testServed(served: ServedDatabase): Promise<void> {
  await report.section('migrations and seed', () => checkSeed(served, report))
  await report.section('types by the Supabase CLI', async () => {
    const isFresh = (await generateTypes(served.url)) === (await readCommittedTypes())
    report.check(isFresh, 'database.types.ts is what the migrations give')
  })
  await report.section('advisors of the Supabase CLI', () => checkAdvisors(served, report))
}

async function withServed(served: ServedDatabase): Promise<void> {
  try {
    await testServed(served)
  } finally {
    await served.close()
  }
}

await report.section('PGlite, as npm start has it', () => withSuiteDatabase({}, testEngine))

if (binaries) {
  const cluster = await startPostgresCluster(binaries)
  const newDatabase = async () => cluster.databaseUrl(await cluster.createDatabase())
  await report.section('what is granted by default', async () => {
    for (const granted of ['everything granted', 'nothing granted'] as const) {
      await checkDefaultPrivileges({ databaseUrl: await newDatabase(), granted }, report)
    }
  })
  await report.section('Postgres, as hosted since 2026-10-30', async () =>
    withSuiteDatabase({ databaseUrl: await newDatabase(), granted: 'nothing granted' }, testEngine),
  )
  await report.section('Postgres, as hosted before', async () => {
    const databaseUrl = await newDatabase()
    await withSuiteDatabase({ databaseUrl }, async (database) => {
      await testEngine(database)
      await report.section('mutations of the access rules', () => checkMutations(database, report))
      await report.section('turns that meet', () => checkConcurrency(database, report))
      await report.section('probes that meet', () => checkProbes(databaseUrl, report))
    })
  })
  await report.section('Postgres, at size', async () => {
    const databaseUrl = await newDatabase()
    await withSuiteDatabase({ databaseUrl, granted: 'nothing granted' }, () =>
      report.section('what reads a table whole', () => checkReadsAtSize(databaseUrl, report)),
    )
  })
  await report.section('supabase db push to Postgres as hosted', async () =>
    checkPush(await newDatabase(), report),
  )
  await withServed(await serveDatabase(cluster))
  await cluster.stop()
} else {
  console.log('# Postgres: skipped, npm has no build of it for this machine')
  await withServed(await serveDatabase())
}

report.close()
