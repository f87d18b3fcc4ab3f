/** What a log line may hold: ids, codes and numbers. Never what a person said. */
export type LogEntry = {
  /** `info`: what happened, a line a request and a turn. */
  level: 'info' | 'warn' | 'error'
  /** A static name, e.g. `request-failed`. */
  event: string
  [field: string]: string | number | null | undefined
}

export type Log = (entry: LogEntry) => void

/** The log of a running function: one JSON object a line. */
export function logToConsole(entry: LogEntry): void {
  console[entry.level](JSON.stringify(entry))
}

/**
 * What an unexpected error may tell the log: its class and where it was thrown. Its message is left
 * out, since messages quote their input (JSON.parse does).
 */
export function describeError(error: unknown): { error: string; at: string | undefined } {
  if (!(error instanceof Error)) return { error: typeof error, at: undefined }
  const frame = error.stack?.split('\n').find((line) => /^\s+at /u.test(line))
  return { error: error.name, at: frame?.trim() }
}
