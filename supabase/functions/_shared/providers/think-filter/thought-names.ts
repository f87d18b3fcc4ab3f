/** What the name of a marker says, when it is one of thoughts. */
export type ThoughtName = {
  /** In one spelling, so that what ends a thought is known by the name that began it. */
  name: string
  /** Where the name itself says so, as `begin_of_thought` does. */
  side: 'open' | 'close' | undefined
  /** Nobody gives it to anything else. */
  isUnmistakable: boolean
}

const setOf = (...words: string[]): ReadonlySet<string> => new Set(words)

const openers = setOf('begin', 'start', 'open')
const closers = setOf('end', 'close')

/** Thoughts, whoever's name stands before: `longcat_think`, `seed:think`, `redacted_thinking`. */
const anybodys = setOf(
  ...['think', 'thinking', 'thought', 'thoughts', 'reasoning', 'antthinking'],
  ...['cot', 'monologue', 'scratchpad'],
)

/** Thoughts when they are somebody's own, or nobody's: `self-reflection`, `analysis`. */
const ones = setOf(
  ...['analysis', 'reflection', 'reflections', 'reflect', 'deliberation', 'reason'],
  ...['contemplation', 'contemplator', 'introspection', 'plan', 'planning'],
  ...['scratch', 'working'],
)

const owners = setOf(
  ...['my', 'own', 'inner', 'internal', 'hidden', 'private', 'silent', 'self', 'deep'],
  ...['chain', 'train', 'stream', 'of', 'step', 'by'],
)

/** What may stand behind: `thought_process`, `reasoning_content`, `think_fast`, `scratch_pad`. */
const additions = setOf(
  ...['process', 'content', 'step', 'steps', 'trace', 'block', 'section', 'notes', 'phase', 'mode'],
  ...['pad', 'out', 'budget', 'fast', 'faster', 'opensource'],
)

/** An answer may end with its "final thoughts". */
const ofAnswers = setOf('final', 'closing', 'concluding')

/** Names that nobody gives to anything else; with a vendor's before them, the first two. */
const unmistakable = setOf('think', 'thinking', 'thought', 'reasoning', 'antthinking')
const ofVendors = setOf('think', 'thinking')

const all = [openers, closers, anybodys, ones, owners, additions].flatMap((words) => [...words])
const vocabulary = setOf(...all)
const beginnings = setOf(
  ...all.flatMap((word) => Array.from(word, (_, index) => word.slice(0, index + 1))),
)

/** Reads what stands in a pair of brackets, without its slash. */
export function readThoughtName(written: string): ThoughtName | undefined {
  const { words, side } = withoutSide(wordsOf(written))
  const at = words.findIndex((word) => anybodys.has(word) || ones.has(word))
  const thought = words[at]
  if (thought === undefined) return undefined
  const before = words.slice(0, at)
  const behind = words.slice(at + 1)
  const isOwn = before.every((word) => owners.has(word))
  const isVendors = !isOwn && anybodys.has(thought) && !written.includes(' ')
  if (!(isOwn || isVendors) || before.some((word) => ofAnswers.has(word))) return undefined
  if (!behind.every((word) => additions.has(word) || anybodys.has(word) || ones.has(word))) {
    return undefined
  }
  const isBare = behind.length === 0 && before.length <= (isVendors ? 1 : 0)
  const isUnmistakable =
    /[:|]/u.test(written) || (isBare && (isVendors ? ofVendors : unmistakable).has(thought))
  return { name: words.join('_'), side, isUnmistakable }
}

/** Whether more letters may make a name of this that is made of known words. */
export function mayBecomeThoughtName(written: string): boolean {
  const words = wordsOf(written)
  const last = words.pop() ?? ''
  return (last === '' || beginnings.has(last)) && words.every((word) => vocabulary.has(word))
}

/** As in `inner-thoughts`, `innerThoughts`, `ifm|think_fast`, `CHAIN OF THOUGHT`. */
function wordsOf(written: string): string[] {
  return written
    .replaceAll(/(?<=[a-z])(?=[A-Z])/gu, '_')
    .toLowerCase()
    .split(/[_\-:| ]/u)
}

/** As in `begin_of_thought`, `END_THINKING`, `think_start`. */
function withoutSide(words: readonly string[]): { words: string[]; side: ThoughtName['side'] } {
  const [first = '', second] = words
  const last = words.at(-1) ?? ''
  const rest = words.slice(second === 'of' ? 2 : 1)
  if (openers.has(first)) return { words: rest, side: 'open' }
  if (closers.has(first)) return { words: rest, side: 'close' }
  if (openers.has(last)) return { words: words.slice(0, -1), side: 'open' }
  if (closers.has(last)) return { words: words.slice(0, -1), side: 'close' }
  return { words: [...words], side: undefined }
}
