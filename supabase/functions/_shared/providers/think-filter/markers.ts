/** What a model writes between its thoughts and its answer. */
export type Marker =
  | { dialect: 'tag'; kind: 'open' | 'close' | 'empty'; name: string }
  | { dialect: 'gemma'; kind: 'open' | 'close' }
  | { dialect: 'harmony'; kind: 'header' | 'channel' | 'message' | 'end' }

const controlTokens: Readonly<Record<string, Marker>> = {
  '<|channel>': { dialect: 'gemma', kind: 'open' },
  '<channel|>': { dialect: 'gemma', kind: 'close' },
  '<|start|>': { dialect: 'harmony', kind: 'header' },
  '<|channel|>': { dialect: 'harmony', kind: 'channel' },
  '<|constrain|>': { dialect: 'harmony', kind: 'header' },
  '<|message|>': { dialect: 'harmony', kind: 'message' },
  '<|end|>': { dialect: 'harmony', kind: 'end' },
  '<|return|>': { dialect: 'harmony', kind: 'end' },
  '<|call|>': { dialect: 'harmony', kind: 'end' },
}

const tagNames = ['think', 'thinking', 'thought', 'reasoning']

// Kimi's brackets stand where others have angle ones.
const tag = new RegExp(
  `^[<◁][ \\t]*(/?)[ \\t]*(${tagNames.join('|')})(?:\\s[^<>◁▷]*?)?(/?)[>▷]$`,
  'iu',
)
const beginningOfTag = /^[<◁][ \t]*\/?[ \t]*([a-z]*)$/iu
const tagWithoutEnd = new RegExp(
  `^[<◁][ \\t]*/?[ \\t]*(?:${tagNames.join('|')})(?:\\s[^<>◁▷]*|/)$`,
  'iu',
)

/** Longer than any tag with its attributes. */
const maxMarkerLength = 256

/** The place of the next character that may begin a marker, or the text's length. */
export function nextMarkerStart(text: string, from: number): number {
  const angle = text.indexOf('<', from)
  const triangle = text.indexOf('◁', from)
  if (angle === -1) return triangle === -1 ? text.length : triangle
  return triangle === -1 ? angle : Math.min(angle, triangle)
}

/** Reads a text that begins where a marker may: the marker it is, or whether it may become one. */
export function readMarker(text: string): Marker | 'unfinished' | undefined {
  const controlToken = controlTokens[text]
  if (controlToken !== undefined) return controlToken
  const [, slash, name, emptySlash] = tag.exec(text) ?? []
  if (name !== undefined) {
    const kind = slash === '/' ? 'close' : emptySlash === '/' ? 'empty' : 'open'
    return { dialect: 'tag', kind, name: name.toLowerCase() }
  }
  return mayBecomeMarker(text) ? 'unfinished' : undefined
}

function mayBecomeMarker(text: string): boolean {
  if (text.length > maxMarkerLength) return false
  const begun = beginningOfTag.exec(text)?.[1]?.toLowerCase()
  if (begun !== undefined && tagNames.some((name) => name.startsWith(begun))) return true
  if (tagWithoutEnd.test(text)) return true
  return Object.keys(controlTokens).some((token) => token.startsWith(text))
}
