// Fails when what is generated from the migrations (the types of `public`, and the schema to read) is
// stale; `--write` brings it up to date. `--release` writes down what a release's functions call.
import { readSignatures, writeFormerSignatures } from './former-parameters.ts'
import { generateSchema, readCommittedSchema, writeSchema } from './generated-schema.ts'
import { generateTypes, readCommittedTypes, writeTypes } from './generated-types.ts'
import { serveDatabase } from './served-database.ts'

const served = await serveDatabase()
try {
  const schema = await generateSchema(served.database)
  const types = await generateTypes(served.url)
  if (process.argv.includes('--release')) {
    await writeFormerSignatures(await readSignatures(served.database))
    console.log('former-release.json is written')
  } else if (process.argv.includes('--write')) {
    await Promise.all([writeTypes(types), writeSchema(schema)])
    console.log('database.types.ts and schema.sql are written')
  } else {
    report('database.types.ts', types === (await readCommittedTypes()))
    report('schema.sql', schema === (await readCommittedSchema()))
  }
} finally {
  await served.close()
}

function report(name: string, isFresh: boolean): void {
  if (isFresh) return console.log(`${name} is up to date`)
  console.error(`${name} is stale: node --import tsx scripts/database/check-generated.ts --write`)
  process.exitCode = 1
}
