/** An object of JSON, of which nothing is known yet. */
export type JsonRecord = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const jsonToken = /"(?:[^"\\]|\\.?)*(?:"|$)|[[\]{}]/gsu

/** The objects or lists that a text has one behind the other; undefined when it is anything else. */
export function parseJsonSequence(text: string): unknown[] | undefined {
  const values: unknown[] = []
  let start = 0
  let depth = 0
  for (const { 0: token, index } of text.matchAll(jsonToken)) {
    if (token === '{' || token === '[') depth += 1
    if (token !== '}' && token !== ']') continue
    depth -= 1
    if (depth > 0) continue
    const value = parseJson(text.slice(start, index + 1))
    if (value === undefined) return undefined
    values.push(value)
    start = index + 1
  }
  return values.length > 0 && text.slice(start).trim() === '' ? values : undefined
}

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
