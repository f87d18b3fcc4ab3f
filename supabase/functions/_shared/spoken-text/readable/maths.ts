/** How a language says formulas; `{}` in a phrase stands for what it is about. */
export type MathsWords = {
  /** Of commands and signs, by their names. */
  readonly names: Readonly<Record<string, string>>
  /** Of powers that have one. */
  readonly powers: Readonly<Record<string, string>>
  readonly power: string
  /** Of all that stands in the brackets before. */
  readonly powerOfAll: (power: string) => string
  readonly index: (index: string) => string
  readonly fraction: (top: string, bottom: string) => string
  readonly root: (of: string, degree: string) => string
  readonly from: string
  readonly to: string
  /** Of sums and the like, behind their bounds. */
  readonly of: string
  readonly logarithm: (base: string) => string
  readonly letter: (letter: string, isBehindNumber: boolean) => string
  readonly decimalMark: string
}

type Token = {
  readonly type: 'text' | 'command' | 'number' | 'letter' | 'sign'
  readonly text: string
}

/** What is no part of a formula, such as the name of its frame. */
const silent =
  /\\begin\s*\{(?:array|tabular)\}\s*\{[^{}]*\}|\\(?:begin|end|label|tag|color|[hv]space)\*?\s*\{[^{}]*\}/gu
const listed = /(?:\\\{|_\{|\()[^{}()]*/gu
/** What is set in words is read as it stands. */
const token =
  /\\(?:text[a-z]*|mathrm|mathit|mathbf|mathsf|operatorname\*?|mbox)\s*\{([^{}]*)\}|\\([A-Za-z]+\*?|.)|(\d+(?:[.,]\d+)?)|(\p{L})|(\S)/gsu
const fractions = new Set(['frac', 'dfrac', 'tfrac', 'cfrac'])
/** With bounds below and above. */
const bounded = new Set(['sum', 'prod', 'int', 'oint', 'iint', 'lim', 'max', 'min', 'sup', 'inf'])
const bounds = new Set(['max', 'min', 'sup', 'inf'])
const deepest = 32

/**
 * A formula in LaTeX as it is said: powers, fractions, roots, indices, sums, Greek letters, relations.
 * What has no name here is left out, but not what it is about.
 */
export function formulaInWords(formula: string, words: MathsWords): string {
  const said = new FormulaReading(tokensOf(formula, words), words).all()
  return said
    .join(' ')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/\s+(?=[,;])/gu, '')
    .replaceAll(/(?:[,;]\s*)+(?=[,;])/gu, '')
    .replace(/^[,;\s]+|[,;\s]+$/gu, '')
}

function tokensOf(formula: string, { decimalMark }: MathsWords): Token[] {
  // Where things are listed, and in English but for thousands, a comma is none of a number.
  const commas = decimalMark === ',' ? listed : /,(?!\d{3}(?!\d))/gu
  const written = formula
    .replaceAll('~', ' ')
    .replaceAll(silent, ' ')
    .replaceAll(/(frac\s*\d)(?=\d)/gu, '$1 ')
    .replaceAll(commas, (list) => list.replaceAll(',', ', '))
  return [...written.matchAll(token)].map(([all, text, command, number, letter]) => {
    if (text !== undefined) return { type: 'text', text }
    if (command !== undefined) return { type: 'command', text: command }
    if (number !== undefined) return { type: 'number', text: number }
    return { type: letter === undefined ? 'sign' : 'letter', text: all }
  })
}

class FormulaReading {
  readonly #tokens: readonly Token[]
  readonly #words: MathsWords
  #at = 0
  #depth = 0
  /** What was read last. */
  #last: Token | undefined

  constructor(tokens: readonly Token[], words: MathsWords) {
    this.#tokens = tokens
    this.#words = words
  }

  all(): string[] {
    const said: string[] = []
    while (this.#at < this.#tokens.length) said.push(this.#one())
    return said
  }

  #next(): Token | undefined {
    const next = this.#tokens[this.#at]
    this.#at += 1
    return next
  }

  #takes(text: string): boolean {
    const isThere = this.#tokens[this.#at]?.text === text && this.#tokens[this.#at]?.type === 'sign'
    if (isThere) this.#at += 1
    return isThere
  }

  #one(): string {
    const before = this.#last
    const read = this.#next()
    this.#last = read
    if (read === undefined) return ''
    const { names, letter, decimalMark } = this.#words
    switch (read.type) {
      case 'text':
        return read.text
      case 'number':
        return read.text.replace('.', decimalMark)
      case 'letter':
        return letter(read.text, before?.type === 'number')
      case 'command':
        return this.#command(read.text)
      case 'sign':
        if (read.text === '{') return this.#group()
        if (read.text === '^') return this.#power(before)
        if (read.text === '_') return this.#words.index(this.#argument())
        return names[read.text] ?? ''
    }
  }

  #command(name: string): string {
    const { names, fraction, root, logarithm } = this.#words
    if (fractions.has(name)) return fraction(this.#argument(), this.#argument())
    if (name === 'sqrt') {
      const degree = this.#takes('[') ? this.#until(']') : ''
      return root(this.#argument(), degree)
    }
    if (name === 'log' && this.#takes('_')) return logarithm(this.#argument())
    if (bounded.has(name)) return this.#bounded(name)
    // A command of a sign is a gap, or a sign that nobody says.
    return /^[a-z\\%]/iu.test(name) ? (names[name] ?? '') : ''
  }

  #bounded(name: string): string {
    const { names, from, to, of } = this.#words
    let said = names[name] ?? ''
    let hasBounds = false
    while (this.#tokens[this.#at]?.text === '_' || this.#tokens[this.#at]?.text === '^') {
      const isLower = this.#next()?.text === '_'
      const bound = name === 'lim' || bounds.has(name) ? '' : isLower ? from : to
      said += ` ${bound} ${this.#argument()}`
      hasBounds = true
    }
    this.#last = undefined
    return hasBounds || name === 'int' ? `${said} ${of}` : said
  }

  #power(before: Token | undefined): string {
    const { powers, power, powerOfAll, names } = this.#words
    const argument = this.#argument()
    if (argument === names['circ'] || argument === names['prime']) return argument
    const said = powers[argument] ?? `${power} ${argument}`
    return before?.text === ')' || before?.text === ']' ? powerOfAll(said) : said
  }

  /** What a command or a sign is about: a group, or one thing. */
  #argument(): string {
    this.#last = undefined
    return this.#takes('{') ? this.#group() : this.#one()
  }

  #group(): string {
    const said = this.#until('}')
    this.#last = { type: 'sign', text: '}' }
    return said
  }

  #until(end: string): string {
    const said: string[] = []
    this.#depth += 1
    while (this.#at < this.#tokens.length && !this.#takes(end)) {
      if (this.#depth > deepest) this.#at += 1
      else said.push(this.#one())
    }
    this.#depth -= 1
    return said.filter((word) => word !== '').join(' ')
  }
}
