import * as v from 'valibot'
import { ProblemError } from '../problem-error.ts'

/** A request's body: read once, whoever asks for it, and never further than its route allows. */
export type RequestBody = {
  /**
   * As it was sent. One over the limit is cut off where it passes it, or unread when it declares its
   * size; the rest is never buffered.
   *
   * @throws ProblemError `body_too_large`
   */
  bytes(): Promise<Uint8Array>
  /** @throws ProblemError `unsupported_media_type`, `body_too_large` or `invalid_request` */
  json(): Promise<unknown>
  /**
   * The same where a request may come without one: an empty object if nothing was sent, whatever
   * type it was announced as.
   */
  optionalJson(): Promise<unknown>
}

/** @param maxBytes the most that is read */
export function requestBody(request: Request, maxBytes: number): RequestBody {
  let reading: Promise<Uint8Array> | undefined
  const bytes = () => (reading ??= readBytes(request, maxBytes))
  return {
    bytes,
    async json() {
      if (isJson(request)) return parseJson(await bytes())
      if (reading === undefined) await request.body?.cancel()
      throw notJson()
    },
    async optionalJson() {
      const read = await bytes()
      if (read.length === 0) return {}
      if (!isJson(request)) throw notJson()
      return parseJson(read)
    },
  }
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
