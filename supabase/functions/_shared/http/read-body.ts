import * as v from 'valibot'
import { ProblemError } from '../problem-error.ts'
import { maxContentLength } from '../wire/text.ts'

/** What a UTF-16 code unit takes in JSON at most: `\u0431`. */
const maxBytesPerUnit = 6

/**
 * The largest request body that is read, in bytes: the longest message, however it is escaped, and ample
 * room for everything else. How long a text may be is for its schema to say, in characters.
 */
export const maxBodyBytes = maxBytesPerUnit * maxContentLength + 16 * 1024

/**
 * A request's JSON body. A body over {@link maxBodyBytes} is cut off where it passes the limit, or
 * unread when it declares its size; the rest is never buffered.
 *
 * @throws ProblemError `unsupported_media_type`, `body_too_large` or `invalid_request`
 */
export async function readJsonBody(request: Request): Promise<unknown> {
  if (!isJson(request)) {
    await request.body?.cancel()
    throw notJson()
  }
  return parseJson(await readBytes(request))
}

/**
 * The same where a request may come without one: an empty object if nothing was sent, whatever
 * type it was announced as.
 *
 * @throws ProblemError as {@link readJsonBody}
 */
export async function readOptionalJsonBody(request: Request): Promise<unknown> {
  const bytes = await readBytes(request)
  if (bytes.length === 0) return {}
  if (!isJson(request)) throw notJson()
  return parseJson(bytes)
}

function isJson({ headers }: Request): boolean {
  const type = headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  return type === 'application/json'
}

function notJson(): ProblemError {
  return new ProblemError('unsupported_media_type', 'Send the body as application/json.')
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new ProblemError('invalid_request', 'The body is not JSON in UTF-8.')
  }
}

async function readBytes(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) {
    await request.body?.cancel()
    throw bodyTooLarge()
  }
  const bytes = new Uint8Array(maxBodyBytes)
  let length = 0
  const reader = request.body?.getReader()
  while (reader !== undefined) {
    const { done, value } = await reader.read()
    if (done) break
    if (length + value.byteLength > maxBodyBytes) {
      await reader.cancel()
      throw bodyTooLarge()
    }
    bytes.set(value, length)
    length += value.byteLength
  }
  return bytes.subarray(0, length)
}

function bodyTooLarge(): ProblemError {
  return new ProblemError('body_too_large', `The body is larger than ${maxBodyBytes} bytes.`)
}

/**
 * A value that has passed a schema.
 *
 * @throws ProblemError `invalid_request` with the first offending field; the value is not quoted
 */
export function parseRequest<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value, { abortPipeEarly: true })
  if (result.success) return result.output
  const field = v.getDotPath(result.issues[0])
  throw new ProblemError('invalid_request', messageOf(result.issues[0], field), {
    ...(field !== null && { field }),
  })
}

/** Valibot's own messages quote what they received; only those of our schemas are passed on. */
function messageOf(issue: v.BaseIssue<unknown>, field: string | null): string {
  const subject = field ?? 'The body'
  if (issue.type === 'strict_object' && issue.expected === 'never') return `${subject} is unknown.`
  if (issue.input === undefined) return `${subject} is missing.`
  const own = /^must [\w ]+$/u.exec(issue.message)?.[0]
  return `${subject} ${own ?? 'is not valid'}.`
}
