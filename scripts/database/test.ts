import { prepareMatrix, runMatrix } from './access-matrix/matrix.ts'
import { checkMutations } from './access-matrix/mutations.ts'
import { runPgtap } from './pgtap.ts'
import { findPostgresBinaries, startPostgresCluster } from './postgres-cluster.ts'
import { Report } from './report.ts'
import { openSuiteDatabase, type SuiteDatabase } from './suite-database.ts'

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
}

/** What needs to be shown on one engine only: the faster one that is there. */
async function testOnce(database: SuiteDatabase): Promise<void> {
  await report.section('mutations of the access rules', () => checkMutations(database, report))
}

await report.section('PGlite', async () => {
  const database = await openSuiteDatabase()
  try {
    await testEngine(database)
    if (!binaries) await testOnce(database)
  } finally {
    await database.close()
  }
})

if (binaries) {
  const cluster = await startPostgresCluster(binaries)
  await report.section('Postgres', async () => {
    const database = await openSuiteDatabase(cluster.databaseUrl('postgres'))
    try {
      await testEngine(database)
      await testOnce(database)
    } finally {
      await database.close()
    }
  })
  await cluster.stop()
} else {
  console.log('# Postgres: skipped, no server is installed under /usr/lib/postgresql')
}

console.log(`${report.passed} passed, ${report.failed} failed`)
process.exitCode = report.failed > 0 ? 1 : 0
