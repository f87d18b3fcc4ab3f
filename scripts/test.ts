// `npm test`: everything, or the parts named: `npm test -- scripts|database|functions|faults|streams|widget|e2e`.
// What fails in a browser is run once more, alone; `npm test -- --strict` grants no second run.
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { inLanes } from './testing/lanes.ts'
import { add, nothing, type Outcome } from './testing/outcome.ts'
import { type PartProcess, startPart } from './testing/part-process.ts'
import { partNames, runPart } from './testing/parts.ts'
import { counts, summarize } from './testing/summary.ts'
import { testTools } from './testing/test-tools.ts'

const { positionals: wanted, values: options } = parseArgs({
  options: { strict: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const names = [...partNames.together, ...partNames.alone]
const unknown = wanted.filter((name) => !names.includes(name))
if (unknown.length > 0) {
  console.error(`No such part: ${unknown.join(', ')}. There are: ${names.join(', ')}.`)
  process.exit(2)
}
const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name)
const [together, alone] = [partNames.together.filter(isWanted), partNames.alone.filter(isWanted)]
const isOnlyOne = together.length + alone.length === 1

const running = new Set<PartProcess>()
const ending = new AbortController()
const lines: string[] = []
if (!isOnlyOne) {
  // Two parts that found them missing would both install them.
  await testTools()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt)
}
const outcomes = await inLanes({ together, alone, signal: ending.signal }, async (name) => {
  const startedAt = performance.now()
  const outcome = await (isOnlyOne ? runHere(name) : runBeside(name))
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  const line = `${name.padEnd(10)} ${counts(outcome)} (${seconds} s)`
  if (!isOnlyOne) console.log(line)
  lines.push(line)
  return outcome
})
const total = outcomes.map(([, outcome]) => outcome).reduce(add, nothing)
console.log(`${summarize(outcomes)}\n${lines.join('\n')}\n\n${counts(total)}`)
process.exit(total.failed === 0 ? 0 : 1)

function runHere(name: string): Promise<Outcome> {
  console.log(`\n── ${name} ──\n`)
  return runPart(name, options)
}

async function runBeside(name: string): Promise<Outcome> {
  const script = fileURLToPath(new URL('testing/run-part.ts', import.meta.url))
  const parameters = [name, ...(options.strict ? ['--strict'] : [])]
  const part = startPart(name, [script, ...parameters], (line) => console.log(line))
  running.add(part)
  const outcome = await part.outcome
  running.delete(part)
  return outcome
}

/** Nothing that was started stays behind; what is known so far is told. */
function interrupt(): void {
  ending.abort()
  for (const part of running) void part.end()
}
