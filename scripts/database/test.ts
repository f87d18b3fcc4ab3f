import { prepareMatrix, runMatrix } from './access-matrix/matrix.ts'
import { runPgtap } from './pgtap.ts'
import {
  findPostgresBinaries,
  type PostgresCluster,
  startPostgresCluster,
} from './postgres-cluster.ts'
import { Report } from './report.ts'
import { openSuiteDatabase, type SuiteDatabase } from './suite-database.ts'

const report = new Report()

async function testEngine(database: SuiteDatabase): Promise<void> {
  const { name } = database
  await report.section(`${name}: pgTAP`, () => runPgtap(database, report))
  await report.section(`${name}: access matrix`, async () => {
    await prepareMatrix(database)
    return runMatrix(database, report)
  })
}

await report.section('PGlite', async () => {
  const database = await openSuiteDatabase()
  try {
    await testEngine(database)
  } finally {
    await database.close()
  }
})

const binaries = await findPostgresBinaries()
if (binaries) {
  let cluster: PostgresCluster | undefined
  await report.section('Postgres', async () => {
    cluster = await startPostgresCluster(binaries)
    const database = await openSuiteDatabase(cluster.databaseUrl('postgres'))
    try {
      await testEngine(database)
    } finally {
      await database.close()
    }
  })
  await cluster?.stop()
} else {
  console.log('# Postgres: skipped, no server is installed under /usr/lib/postgresql')
}

console.log(`${report.passed} passed, ${report.failed} failed`)
process.exitCode = report.failed > 0 ? 1 : 0
