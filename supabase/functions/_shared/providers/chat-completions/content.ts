import { isRecord, type JsonRecord } from './json.ts'

/** What content is made of, in its order. */
export type ContentSink = {
  /** Text of the answer, never empty. */
  onText: (text: string) => void
  /** Something it thinks. */
  onThought: () => void
  onRefusal: () => void
  /** A call of a tool, though it was given none. */
  onToolCall: () => void
  /** A part that nobody knows how to show, by the name of its type; `untyped` when it has none. */
  onUnknown: (type: string) => void
}

/** How deep parts may be wrapped in others. */
const maxDepth = 8

/** Where a part has its text: in the first of these that holds anything. */
export const textFields = [
  'content',
  'text',
  'parts',
  'output_text',
  'value',
  'delta',
  'message',
] as const

/** Summaries and signatures are those of thoughts, and so are harmony's channels but for the last. */
const thoughtType = /think|thought|reason|summary|signature|^analysis$|^commentary$/iu

/** As in `text`, `output_text`, `text_delta`; "context" is none. */
const textType = /(?<![a-z])(?:text|message|markdown|content)(?![a-z])/iu

/**
 * Reads content of whatever shape: a string, typed parts, lists of either, wrapped in one another.
 * Text is kept, thoughts are only noticed, and what is neither is named by its type.
 */
export function readContent(content: unknown, sink: ContentSink, depth = maxDepth): void {
  if (typeof content === 'string') {
    if (content !== '') sink.onText(content)
  } else if (Array.isArray(content)) {
    if (depth > 0) for (const part of content) readContent(part, sink, depth - 1)
  } else if (isRecord(content)) {
    readPart(content, sink, depth)
  }
}

function readPart(part: JsonRecord, sink: ContentSink, depth: number): void {
  const isTyped = typeof part['type'] === 'string'
  const type = isTyped ? String(part['type']) : impliedType(part, depth)
  if (thoughtType.test(type) || isThoughtPart(part)) sink.onThought()
  else if (/tool|function|input_json/iu.test(type)) sink.onToolCall()
  else if (/refus/iu.test(type)) sink.onRefusal()
  // What it is called by then may be a model's own words: they must not get into a log.
  else if (!isTyped && type !== '') sink.onUnknown('untyped')
  else if (type === '' || textType.test(inWords(type))) readInner(part, sink, depth)
  else sink.onUnknown(type)
}

/** Where parts and deltas say what they are, beside what they say: Gemini's `thought` and its kin. */
export function isThoughtPart({ type, thought, channel, phase }: JsonRecord): boolean {
  if (thought === true) return true
  // Nearly every delta says nothing of it.
  if (type === undefined && channel === undefined && phase === undefined) return false
  return [type, channel, phase].some((name) => typeof name === 'string' && thoughtType.test(name))
}

/** A part that says nothing of its type is known by what it holds, where that is no text. */
function impliedType(part: JsonRecord, depth: number): string {
  if (depth === maxDepth || textFields.some((name) => name in part)) return ''
  return Object.keys(part).find((name) => hasContent(part[name])) ?? ''
}

/** `TextPart` as `Text_Part`. */
function inWords(type: string): string {
  return type.replaceAll(/(?<=[a-z])(?=[A-Z])/gu, '_')
}

/** One field only, for some say the same in two. */
function readInner(part: JsonRecord, sink: ContentSink, depth: number): void {
  if (depth === 0) return
  const field = textFields.find((name) => hasContent(part[name]))
  if (field !== undefined) readContent(part[field], sink, depth - 1)
}

function hasContent(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}
