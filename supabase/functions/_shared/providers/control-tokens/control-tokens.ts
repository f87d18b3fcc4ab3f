/**
 * What a control token of a chat template says: a turn is over, a turn begins whose role is written
 * behind it, the model's own turn begins, somebody else's does, or nothing of turns.
 */
export type TokenKind = 'end' | 'header' | 'own' | 'other' | 'mark'

export type ControlToken = {
  readonly kind: TokenKind
  /** As it was written. */
  readonly text: string
}

const words = (list: string): string[] => list.split(' ')

/** By their names in small letters, without brackets and pipes. A name that is not here is a mark. */
const namesOfKinds: Readonly<Record<Exclude<TokenKind, 'mark'>, string>> = {
  end:
    'end return call im_end eot eot_id eom eom_id eos eos_token eod endoftext end_of_text ' +
    'end_of_sentence end_of_turn end_of_turn_token endofturn end_of_utterance end_of_document ' +
    'end_of_message turn| /s /longcat_s seed:eos',
  header:
    'start begin im_start im_user im_assistant im_system start_header_id header_start ' +
    'start_of_turn start_of_turn_token start_of_role |turn',
  own: 'assistant chatbot chatbot_token bot model /inst',
  other:
    'user user_token human prompter system system_token developer observation function ipython ' +
    'environment inst <sys> system_prompt available_tools python_tag tool tools |tool |tool_call ' +
    '|tool_response tool_call tool_calls tool_content tool_results tool_calls_begin ' +
    'tool_call_begin tool_outputs_begin tool_output_begin tool_calls_section_begin',
}
const kinds: ReadonlyMap<string, TokenKind> = new Map(
  Object.entries(namesOfKinds).flatMap(([kind, list]) =>
    words(list).map((name) => [name, kind as TokenKind] as const),
  ),
)

/** Within pipes any name is a token's; in mere brackets a text may have its own. */
const piped = /^(?:<[|｜]\/?[a-z][\w▁.:/-]{0,63}[|｜]>|\[\|[a-z]\w{0,63}\|\])$/iu
const beginningOfPiped =
  /^(?:<[|｜](?:\/?|\/?[a-z][\w▁.:/-]{0,63}[|｜]?)|\[\|(?:[a-z]\w{0,63}\|?)?)$/iu

const angled = words(
  'unk pad bos eos sop eop eod eot eom bos_token eos_token pad_token endoftext end_of_text s /s ' +
    'start_of_turn end_of_turn end_of_utterance start_of_image end_of_image image_soft_token ' +
    'beginning_of_sentence end_of_sentence longcat_s /longcat_s seed:bos seed:eos seed:pad ' +
    '|turn turn| |tool tool| |tool_call tool_call| |tool_response tool_response| ' +
    '|image image| |audio audio| |video video| <sys> </sys>',
).map((name) => `<${name}>`)

const bracketed = words(
  'INST /INST inst /inst gMASK sMASK SYSTEM_PROMPT /SYSTEM_PROMPT AVAILABLE_TOOLS ' +
    '/AVAILABLE_TOOLS TOOL_CALLS TOOL_RESULTS /TOOL_RESULTS TOOL_CONTENT PAD UNK CLS SEP BOS EOS ' +
    'EOT EOD',
).map((name) => `[${name}]`)

/** Reserved for later, by their numbers. */
const reserved = words('<unused <extra_id_ <reserved_ <special_ [UNUSED_TOKEN_ [control_')
const numbered = new RegExp(
  `^(?:${reserved.map((name) => name.replace('[', '\\[')).join('|')})\\d{1,6}[>\\]]?$`,
  'u',
)

const literals: ReadonlySet<string> = new Set([...angled, ...bracketed])
const beginnings: ReadonlySet<string> = new Set(
  [...literals, ...reserved].flatMap((token) =>
    Array.from(token, (_, index) => token.slice(0, index + 1)),
  ),
)
const longestToken = 72

const start = /[<[]/gu

/** The place of the next character that may begin a token, or the text's length. */
export function nextTokenStart(text: string, from = 0): number {
  start.lastIndex = from
  return start.exec(text)?.index ?? text.length
}

/**
 * Reads a text that begins where a token may: the token it begins with, or whether more text may make
 * one of it. A link's words are none.
 *
 * @param isEnd nothing follows
 */
export function readControlToken(
  text: string,
  isEnd: boolean,
): ControlToken | 'unfinished' | undefined {
  const token = tokenAt(text)
  if (token === undefined) return !isEnd && mayBecomeToken(text) ? 'unfinished' : undefined
  if (token.text.startsWith('<')) return token
  const next = text[token.text.length]
  if (next === undefined && !isEnd) return 'unfinished'
  return next === '(' ? undefined : token
}

/**
 * A text for a model to read, in which no token is one: a blank stands in each. Servers that put a
 * conversation into a template as text cannot tell a visitor's tokens from theirs.
 */
export function withControlTokensSplit(text: string): string {
  return replaceTokens(text, (token) => `${token.slice(0, 1)} ${token.slice(1)}`)
}

/** A blank is left of each, so that none comes about where one was. */
export function withoutControlTokens(text: string): string {
  return replaceTokens(text, () => ' ')
}

function replaceTokens(text: string, instead: (token: string) => string): string {
  let replaced = ''
  let from = 0
  for (let at = nextTokenStart(text); at < text.length; at = nextTokenStart(text, at + 1)) {
    const token = at < from ? undefined : tokenAt(text.slice(at, at + longestToken))
    if (token === undefined) continue
    replaced += text.slice(from, at) + instead(token.text)
    from = at + token.text.length
  }
  return replaced + text.slice(from)
}

function tokenAt(text: string): ControlToken | undefined {
  const beginning = text.slice(0, longestToken)
  const closing = beginning.startsWith('<<') ? '>>' : beginning.startsWith('<') ? '>' : ']'
  const end = beginning.indexOf(closing)
  const written = beginning.slice(0, end + closing.length)
  return end !== -1 && isToken(written) ? { kind: kindOf(written), text: written } : undefined
}

function isToken(written: string): boolean {
  return literals.has(inOneCase(written)) || piped.test(written) || isReserved(written)
}

function isReserved(written: string): boolean {
  return numbered.test(inOneCase(written))
}

function mayBecomeToken(text: string): boolean {
  return beginnings.has(inOneCase(text)) || beginningOfPiped.test(text) || isReserved(text)
}

/** In mere brackets the letters' case is all that tells a token from a word. */
function inOneCase(written: string): string {
  return written.startsWith('<') ? written.toLowerCase() : written
}

function kindOf(written: string): TokenKind {
  const inner = piped.test(written) ? written.slice(2, -2) : written.slice(1, -1)
  const name = inner.toLowerCase().replaceAll('▁', '_').replace(/^hy_/u, '')
  return kinds.get(name) ?? 'mark'
}
