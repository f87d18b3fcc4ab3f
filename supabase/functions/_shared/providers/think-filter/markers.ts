import { mayBecomeThoughtName, readThoughtName } from './thought-names.ts'

/** What a model writes between its thoughts and its answer. */
export type Marker =
  | { dialect: 'tag'; kind: 'open' | 'close' | 'empty'; name: string; doubt: Doubt }
  | { dialect: 'gemma'; kind: 'open' | 'close' }
  | { dialect: 'harmony'; kind: 'header' | 'channel' | 'message' | 'end' }
  /** `begin`: what stands before it is thought. `frame`: it only stands around an answer. */
  | { dialect: 'answer'; kind: 'begin' | 'frame' }
  /** Words that stand around an answer behind a thought, and are an answer's own elsewhere. */
  | { dialect: 'answer-tag'; kind: 'open' | 'close' }

/**
 * Where honest text has the same, so that what stands around it decides: nowhere a token that nobody
 * else uses, in its midst a word in brackets, anywhere one that may be a stage direction.
 */
export type Doubt = 'nowhere' | 'midst' | 'anywhere'

const inner = { dialect: 'tag', name: 'inner', doubt: 'nowhere' } as const

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
  // Apertus and MedGemma have names for it that say nothing.
  '<|inner_prefix|>': { ...inner, kind: 'open' },
  '<|inner_suffix|>': { ...inner, kind: 'close' },
  '<unused94>': { ...inner, kind: 'open' },
  '<unused95>': { ...inner, kind: 'close' },
  '<|content|>': { dialect: 'answer', kind: 'begin' },
  '[begin final response]': { dialect: 'answer', kind: 'begin' },
  '[end final response]': { dialect: 'answer', kind: 'frame' },
  // GLM puts these around what matters most in an answer.
  '<|begin_of_box|>': { dialect: 'answer', kind: 'frame' },
  '<|end_of_box|>': { dialect: 'answer', kind: 'frame' },
}

/** Kimi's brackets stand where others have angle ones; some have pipes within. */
const tag = /^[<◁](\|?)[ \t]*(\/?)[ \t]*([^<>◁▷]*?)\s*(\/?)(\|?)[>▷]$/u
/** With the name of a vendor in it, any word may. */
const beginningOfTag = /^[<◁]\|?[ \t]*\/?[ \t]*(?:[a-z][\w:|-]{0,63})?\/?$/iu
const tagWithoutEnd = /^[<◁]\|?[ \t]*\/?[ \t]*([^<>◁▷]*?)[/|]?$/u
const bracketTag = /^\[(\/?)([a-z_\- ]+)\]$/iu
const bracketTagWithoutEnd = /^\[\/?([a-z_\- ]*)$/iu

const answerToken =
  /^<\|(?:(begin_|start_)(?:of_)?|(end_)(?:of_)?|(\/))?(?:solution|response|answer)\|>$/iu
const answerTag =
  /^<(\/?)(?:answer|response|output|solution|final[_-](?:answer|response|output))>$/iu

/** Longer than any tag with its attributes. */
const maxMarkerLength = 256

const beginningsOfTokens: ReadonlySet<string> = new Set(
  Object.keys(controlTokens).flatMap((token) =>
    Array.from(token, (_, index) => token.slice(0, index + 1)),
  ),
)

const markerStart = /[<◁[]/gu

/** The place of the next character that may begin a marker, or the text's length. */
export function nextMarkerStart(text: string, from: number): number {
  markerStart.lastIndex = from
  return markerStart.exec(text)?.index ?? text.length
}

/** Reads a text that begins where a marker may: the marker it is, or whether it may become one. */
export function readMarker(text: string): Marker | 'unfinished' | undefined {
  const marker = /[>▷\]]$/u.test(text) ? wholeMarker(text) : undefined
  return marker ?? (mayBecomeMarker(text) ? 'unfinished' : undefined)
}

function wholeMarker(text: string): Marker | undefined {
  return controlTokens[text.toLowerCase()] ?? tagIn(text) ?? bracketTagIn(text) ?? answerIn(text)
}

function tagIn(text: string): Marker | undefined {
  const [, pipe, slash, written = '', emptySlash, lastPipe] = tag.exec(text) ?? []
  const found = nameIn(written)
  if (found === undefined) return undefined
  const { name, side, isUnmistakable } = found
  const hasPipes = Boolean(pipe || lastPipe)
  // As in `<think|>`, which ends what `<|think>` began.
  const isClosing = slash || side === 'close' || (lastPipe && !pipe)
  const kind = isClosing ? 'close' : emptySlash ? 'empty' : 'open'
  return { dialect: 'tag', kind, name, doubt: hasPipes || isUnmistakable ? 'nowhere' : 'midst' }
}

/** All of it is the name, or what stands before its attributes. */
function nameIn(written: string) {
  return readThoughtName(written) ?? readThoughtName(written.split(/\s/u, 1)[0] ?? '')
}

function bracketTagIn(text: string): Marker | undefined {
  const [, slash, written = ''] = bracketTag.exec(text) ?? []
  const found = readThoughtName(written)
  // What has a plan for its heading is an answer.
  if (found === undefined || found.name.includes('plan')) return undefined
  const { name, side } = found
  // In small letters it may say what somebody does, as on a stage.
  const isLoud = written === written.toUpperCase() || name === 'think'
  const kind = slash || side === 'close' ? 'close' : 'open'
  return { dialect: 'tag', kind, name: `[${name}]`, doubt: isLoud ? 'midst' : 'anywhere' }
}

/** As in `<|begin_of_solution|>`, `<|END_RESPONSE|>`, `<answer>`. */
function answerIn(text: string): Marker | undefined {
  const token = answerToken.exec(text)
  if (token) return { dialect: 'answer', kind: token[2] || token[3] ? 'frame' : 'begin' }
  const word = answerTag.exec(text)
  return word ? { dialect: 'answer-tag', kind: word[1] ? 'close' : 'open' } : undefined
}

function mayBecomeMarker(text: string): boolean {
  if (text.length > maxMarkerLength) return false
  // Nearly all are the beginning of one word.
  if (beginningOfTag.test(text) || beginningsOfTokens.has(text.toLowerCase())) return true
  const inBrackets = bracketTagWithoutEnd.exec(text)?.[1]
  if (inBrackets !== undefined) return mayBecomeThoughtName(inBrackets)
  const written = tagWithoutEnd.exec(text)?.[1]
  if (written === undefined) return false
  // A name of several words, or attributes behind it.
  return mayBecomeThoughtName(written) || nameIn(written) !== undefined
}
