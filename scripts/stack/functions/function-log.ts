import { createWriteStream } from 'node:fs'
import { mkdir, readFile, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** What a function says of itself, with who and when; the rest is the event's own. */
export type LoggedEntry = { at: string; function: string; level: string; event: string } & Record<
  string,
  unknown
>

/** An entry of a function's log; undefined for what it prints besides. */
export function readEntry(functionName: string, line: string): LoggedEntry | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    const entry = JSON.parse(line) as Partial<LoggedEntry>
    const { level, event } = entry
    if (typeof level !== 'string' || typeof event !== 'string') return undefined
    return { at: new Date().toISOString(), function: functionName, ...entry, level, event }
  } catch {
    return undefined
  }
}

/** A log that has grown larger begins anew beside what it was, in bytes. */
const maxLogBytes = 10_000_000

/**
 * Keeps entries in a file, one a line as JSON. Where it cannot be written (a full disk), they are dropped:
 * nobody's answer waits for a log.
 */
export async function recordTo(file: string): Promise<(entry: LoggedEntry) => void> {
  await mkdir(dirname(file), { recursive: true })
  const size = await stat(file).then(
    ({ size }) => size,
    () => 0,
  )
  if (size > maxLogBytes) await rename(file, `${file}.old`)
  const stream = createWriteStream(file, { flags: 'a' })
  stream.on('error', () => undefined)
  return (entry) => void stream.write(`${JSON.stringify(entry)}\n`)
}

/** @throws the system's error when there is no such file */
export async function readRecorded(file: string): Promise<LoggedEntry[]> {
  const lines = (await readFile(file, 'utf8')).split('\n')
  return lines.flatMap((line) => readEntry('', line) ?? [])
}

/** What an entry of a turn names where it does not name the request. */
const idsOfTurn = ['streamId', 'messageId'] as const

/** What belongs to a request, in the order it happened: its own entries, and those of its turn. */
export function entriesOf(requestId: string, entries: readonly LoggedEntry[]): LoggedEntry[] {
  const known = new Set<unknown>()
  for (const entry of entries) {
    if (entry['requestId'] !== requestId) continue
    for (const id of idsOfTurn) if (entry[id] !== undefined) known.add(entry[id])
  }
  return entries.filter((entry) => {
    const named = entry['requestId']
    return named === undefined ? idsOfTurn.some((id) => known.has(entry[id])) : named === requestId
  })
}
