import { isRecord, parseJson, type JsonRecord } from './json.ts'

/** A provider's error, whatever its shape. */
export type ProviderError = {
  /** The HTTP status, else the one that its body speaks of. */
  status: number | undefined
  headers: Headers | undefined
  /** The names it gives to what happened, in lower case. */
  codes: readonly string[]
  /** Its own words, to look for known phrases in. They may quote the visitor: they go nowhere. */
  words: string
  /** The field of the request that it complains about. */
  parameter: string | undefined
  /** The error object itself, for what only one provider has. */
  details: JsonRecord
}

/** Longer messages say nothing more about the kind of an error. */
const maxWords = 2_000

/** How deep an error may be wrapped in others. */
const maxDepth = 8

/**
 * Finds the error in the body of a response or in a chunk: `{ error: { … } }`, `{ error: '…' }`,
 * `{ errors: [ … ] }`, `[{ error }]`, a flat `{ message, code }`, `{ detail }`, or one of these as JSON
 * within a message.
 * Undefined when there is none.
 */
export function providerErrorIn(
  body: unknown,
  { status, headers }: { status?: number | undefined; headers?: Headers | undefined } = {},
): ProviderError | undefined {
  const details = errorObjectIn(body, maxDepth)
  if (details === undefined && status === undefined) return undefined
  return {
    status: status ?? statusIn(details),
    headers,
    codes: codesIn(details),
    words: wordsOf(details),
    parameter: typeof details?.['param'] === 'string' ? details['param'] : undefined,
    details: details ?? {},
  }
}

function errorObjectIn(value: unknown, depth: number): JsonRecord | undefined {
  if (depth === 0) return undefined
  if (Array.isArray(value)) return errorObjectIn(value[0], depth - 1)
  if (typeof value === 'string') return value === '' ? undefined : errorInText(value, depth)
  if (!isRecord(value) || Object.keys(value).length === 0) return undefined
  const wrapped = value['error'] || value['errors'] || failedStatusIn(value)
  // An answer is no error, whatever else it holds.
  if (!wrapped && 'choices' in value) return undefined
  const inner = errorObjectIn(wrapped, depth - 1)
  if (inner) return 'status_code' in value ? { status_code: value['status_code'], ...inner } : inner
  return errorInMessage(value, depth) ?? (isFlatError(value) ? value : undefined)
}

/** MiniMax's, which comes with good answers, too, and then has a status of 0. */
function failedStatusIn({ base_resp }: JsonRecord): JsonRecord | undefined {
  return isRecord(base_resp) && base_resp['status_code'] ? base_resp : undefined
}

const flatErrorField =
  /^(?:message|msg|detail|code|(?:err(?:or)?|status)_?(?:code|msg|message|type))$/iu

function isFlatError(value: JsonRecord): boolean {
  const { error, status, type, success } = value
  if (error === true || success === false || status === 'error' || type === 'error') return true
  return Object.keys(value).some((name) => flatErrorField.test(name))
}

function errorInMessage({ message }: JsonRecord, depth: number): JsonRecord | undefined {
  if (typeof message !== 'string' || !/^\s*[[{]/u.test(message)) return undefined
  const inner = errorInText(message, depth)
  return inner['message'] === message ? undefined : inner
}

function errorInText(text: string, depth: number): JsonRecord {
  const parsed = /^\s*[[{]/u.test(text) ? parseJson(text) : undefined
  return errorObjectIn(parsed, depth - 1) ?? { message: text }
}

function statusIn(details: JsonRecord | undefined): number | undefined {
  return [details?.['code'], details?.['status_code']]
    .map(Number)
    .find((status) => Number.isInteger(status) && status >= 400 && status < 600)
}

function codesIn(details: JsonRecord | undefined): string[] {
  if (details === undefined) return []
  const { code, type, status, metadata } = details
  const errorType = isRecord(metadata) ? metadata['error_type'] : undefined
  return [code, type, status, errorType]
    .filter((name): name is string => typeof name === 'string' && name !== '')
    .map((name) => name.toLowerCase())
}

function wordsOf(details: JsonRecord | undefined): string {
  if (details === undefined) return ''
  const { message, metadata } = details
  const raw = isRecord(metadata) ? metadata['raw'] : undefined
  const words = typeof message === 'string' ? message : JSON.stringify(details)
  return (typeof raw === 'string' ? `${words} ${raw}` : words).slice(0, maxWords)
}
