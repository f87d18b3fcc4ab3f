// `npm run trace -- REQUEST_ID [FILE]`: what the functions logged about a request and its turn, in order.
// An answer carries its id in `x-request-id`. FILE holds a line of JSON an entry; without one it is the log
// of `npm start`.
import { join } from 'node:path'
import { entriesOf, readRecorded, type LoggedEntry } from './stack/functions/function-log.ts'
import { localFolder } from './stack/local-folder.ts'

const [requestId, file = join(localFolder, 'functions.log')] = process.argv.slice(2)
if (requestId === undefined) end('Which request? npm run trace -- REQUEST_ID', 2)

const entries = await readRecorded(file).catch(() => end(`There is no log in ${file}.`))
const found = entriesOf(requestId, entries)
if (found.length === 0) end(`No entry in ${file} names the request ${requestId}.`)
console.log(found.map(describe).join('\n'))

function describe({ at, level, function: name, event, ...fields }: LoggedEntry): string {
  const values = Object.entries(fields)
    .filter(([, value]) => value !== null)
    .map(([field, value]) => `${field}=${String(value)}`)
  return [at, level.padEnd(5), name, event, ...values].join('  ')
}

function end(sentence: string, exitCode = 1): never {
  console.error(sentence)
  process.exit(exitCode)
}
