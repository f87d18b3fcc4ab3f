/**
 * `npm run measure -- NAME` runs one benchmark and prints one JSON object as its last line; one that
 * counts what must not happen ends with 1 where it has.
 * Times are milliseconds, sizes bytes after gzip -9 unless a key says otherwise. Absolute times
 * differ from machine to machine, so peers run in the same call, interleaved.
 */
import { readdirSync } from 'node:fs'

const folder = new URL('./measure/', import.meta.url)
const names = readdirSync(folder)
  .filter((file) => file.startsWith('measure-'))
  .map((file) => file.replace(/^measure-|\.ts$/gu, ''))

const name = process.argv[2]
if (name === undefined || !names.includes(name)) {
  console.error(`Say what to measure: npm run measure -- ${names.join(' | ')}`)
  process.exit(2)
}

const { measure } = (await import(new URL(`measure-${name}.ts`, folder).href)) as {
  measure: () => Promise<object>
}
const figures = await measure()
console.log(JSON.stringify(figures))
process.exit()
