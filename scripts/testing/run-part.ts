// One part of the tests, for a parent that runs several and is told the outcome: see `part-process.ts`.
import { parseArgs } from 'node:util'
import { runPart } from './parts.ts'

const { positionals, values: options } = parseArgs({
  options: { strict: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const outcome = await runPart(positionals[0] ?? '', options)
process.send?.(outcome, () => process.exit())
