import * as v from 'valibot'
import { ProblemError } from '../problem-error.ts'

/**
 * A request's JSON body. One over the limit is cut off where it passes it, or unread when it declares
 * its size; the rest is never buffered.
 *
 * @throws ProblemError `unsupported_media_type`, `body_too_large` or `invalid_request`
 */
export async function readJsonBody(request: Request, maxBytes: number): Promise<unknown> {
  if (!isJson(request)) {
    await request.body?.cancel()
    throw notJson()
  }
  return parseJson(await readBytes(request, maxBytes))
}

/**
 * The same where a request may come without one: an empty object if nothing was sent, whatever
 * type it was announced as.
 *
 * @throws ProblemError as {@link readJsonBody}
 */
export async function readOptionalJsonBody(request: Request, maxBytes: number): Promise<unknown> {
  const bytes = await readBytes(request, maxBytes)
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

async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) {
    await request.body?.cancel()
    throw bodyTooLarge(maxBytes)
  }
  const bytes = new Uint8Array(maxBytes)
  let length = 0
  const reader = request.body?.getReader()
  while (reader !== undefined) {
    const { done, value } = await reader.read()
    if (done) break
    if (length + value.byteLength > maxBytes) {
      await reader.cancel()
      throw bodyTooLarge(maxBytes)
    }
    bytes.set(value, length)
    length += value.byteLength
  }
  return bytes.subarray(0, length)
}

function bodyTooLarge(maxBytes: number): ProblemError {
  return new ProblemError('body_too_large', `The body is larger than ${maxBytes} bytes.`)
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
