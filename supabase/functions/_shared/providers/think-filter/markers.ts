/** What a model writes between its thoughts and its answer. */
export type Marker =
  | {
      dialect: 'tag'
      kind: 'open' | 'close' | 'empty'
      name: string
      /** Its name is a word that honest text has in brackets, too: where it stands decides. */
      isDoubtful: boolean
    }
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

/** Names that nobody gives to anything else. */
const plainNames = [
  'think',
  'thinking',
  'thought',
  'reasoning',
  'antthinking',
  'antml:thinking',
  'seed:think',
  'seed:cot_budget_reflect',
]

const whose = ['', 'inner_', 'internal_', 'hidden_', 'private_', 'self_']
const deeds = ['thoughts', 'analysis', 'reflection', 'reflections', 'monologue', 'deliberation']

/** Names that are words, or may be an honest element's. */
const doubtfulNames = [
  ...whose.flatMap((owner) => [...deeds, ...plainNames.slice(0, 4)].map((deed) => owner + deed)),
  ...['scratchpad', 'scratch_pad', 'chain_of_thought', 'cot', 'reflect'],
  ...['thought_process', 'thinking_process', 'reasoning_process'],
].filter((name) => !plainNames.includes(name))

/** In square brackets these are thoughts only in capitals; others are headings. */
const bracketNames = ['THINK', 'THINKING', 'THOUGHT', 'THOUGHTS', 'REASONING', 'SCRATCHPAD']

const names = [...plainNames, ...doubtfulNames]
const namesPattern = names.join('|')

// Kimi's brackets stand where others have angle ones.
const tag = new RegExp(`^[<◁][ \\t]*(/?)[ \\t]*(${namesPattern})(?:\\s[^<>◁▷]*?)?(/?)[>▷]$`, 'iu')
const tagWithoutEnd = new RegExp(`^[<◁][ \\t]*/?[ \\t]*(?:${namesPattern})(?:\\s[^<>◁▷]*|/)$`, 'iu')
const beginningOfTag = /^[<◁][ \t]*\/?[ \t]*([a-z_:]*)$/iu
const bracketTag = new RegExp(`^\\[(/?)(${bracketNames.join('|')})\\]$`, 'u')
const beginningOfBracketTag = /^\[\/?([A-Z]*)$/u

/** As in `<|begin_of_thought|>` and `<|end_of_thought|>`. */
const pipeTag =
  /^<\|(begin_of_|start_of_|end_of_|\/|)(thought|thoughts|think|thinking|reasoning)\|>$/u
const pipeTags = ['begin_of_', 'start_of_', 'end_of_', '/', ''].flatMap((start) =>
  ['thought', 'thoughts', 'think', 'thinking', 'reasoning'].map((name) => `<|${start}${name}|>`),
)

/** Longer than any tag with its attributes. */
const maxMarkerLength = 256

const wholeTokens = [...Object.keys(controlTokens), ...pipeTags]
/** All beginnings of what has no attributes. */
const beginnings = {
  tokens: beginningsOf(wholeTokens),
  names: beginningsOf(names),
  bracketNames: beginningsOf(bracketNames),
}

function beginningsOf(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.flatMap((word) => [...word, ''].map((_, length) => word.slice(0, length))))
}

const markerStart = /[<◁[]/gu

/** The place of the next character that may begin a marker, or the text's length. */
export function nextMarkerStart(text: string, from: number): number {
  markerStart.lastIndex = from
  return markerStart.exec(text)?.index ?? text.length
}

/** Reads a text that begins where a marker may: the marker it is, or whether it may become one. */
export function readMarker(text: string): Marker | 'unfinished' | undefined {
  return (
    controlTokens[text] ??
    tagIn(text) ??
    pipeTagIn(text) ??
    bracketTagIn(text) ??
    (mayBecomeMarker(text) ? 'unfinished' : undefined)
  )
}

function tagIn(text: string): Marker | undefined {
  const [, slash, written, emptySlash] = tag.exec(text) ?? []
  if (written === undefined) return undefined
  const kind = slash === '/' ? 'close' : emptySlash === '/' ? 'empty' : 'open'
  const name = written.toLowerCase()
  return { dialect: 'tag', kind, name, isDoubtful: !plainNames.includes(name) }
}

function pipeTagIn(text: string): Marker | undefined {
  const [, start, name] = pipeTag.exec(text) ?? []
  if (name === undefined) return undefined
  const kind = start === 'end_of_' || start === '/' ? 'close' : 'open'
  return { dialect: 'tag', kind, name, isDoubtful: false }
}

function bracketTagIn(text: string): Marker | undefined {
  const [, slash, name] = bracketTag.exec(text) ?? []
  if (name === undefined) return undefined
  return { dialect: 'tag', kind: slash === '/' ? 'close' : 'open', name, isDoubtful: true }
}

function mayBecomeMarker(text: string): boolean {
  if (text.length > maxMarkerLength) return false
  const begun = beginningOfTag.exec(text)?.[1]?.toLowerCase()
  if (begun !== undefined && beginnings.names.has(begun)) return true
  const inBrackets = beginningOfBracketTag.exec(text)?.[1]
  if (inBrackets !== undefined && beginnings.bracketNames.has(inBrackets)) return true
  return beginnings.tokens.has(text) || tagWithoutEnd.test(text)
}
