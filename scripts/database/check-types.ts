// Fails when `database.types.ts` is not what the migrations give; `--write` brings it up to date.
import { generateTypes, readCommittedTypes, writeTypes } from './generated-types.ts'
import { serveDatabase } from './served-database.ts'

const served = await serveDatabase()
try {
  const types = await generateTypes(served.url)
  if (process.argv.includes('--write')) {
    await writeTypes(types)
    console.log('database.types.ts is written')
  } else if (types === (await readCommittedTypes())) {
    console.log('database.types.ts is up to date')
  } else {
    console.error(
      'database.types.ts is stale: node --import tsx scripts/database/check-types.ts --write',
    )
    process.exitCode = 1
  }
} finally {
  await served.close()
}
