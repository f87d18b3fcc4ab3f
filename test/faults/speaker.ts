import type { LlmExchange } from '../fixtures/llm-server.ts'
import type { Delta, Dialect, Reply } from './dialects/dialect.ts'

/** What a model is to say here; every model says something of its own. */
export function firstHalf({ provider }: Dialect): string {
  return `I am ${provider}, и небо`
}
const secondHalf = ' is blue: 空 👋. Good bye.'

export function wholeAnswer(dialect: Dialect): string {
  return firstHalf(dialect) + secondHalf
}

/** A sentence that nobody may ever see. */
export const secretThought = 'SECRET: let me think about what they want to hear.'

/** What an answer has used. */
export const usage = { promptTokens: 12, completionTokens: 9 }

/** One request, answered in a vendor's words. */
export class Speaker {
  readonly dialect: Dialect
  readonly exchange: LlmExchange

  constructor(dialect: Dialect, exchange: LlmExchange) {
    this.dialect = dialect
    this.exchange = exchange
  }

  /** Answers at once, with something that is no stream. */
  reply({ status, headers, body }: Reply): void {
    this.replyWith(status, { 'content-type': 'application/json', ...headers }, JSON.stringify(body))
  }

  replyWith(status: number, headers: Record<string, string>, body: string): void {
    this.exchange.head(status, headers)
    this.exchange.end(body)
  }

  /** Says who speaks, which is no word yet. */
  begin(): void {
    this.delta(this.dialect.opening)
    this.keepAlive()
  }

  delta(delta: Delta): void {
    this.chunk(this.dialect.chunk(delta))
  }

  chunk(chunk: unknown): void {
    this.exchange.chunk(chunk)
  }

  /** Sends bytes as they are. */
  raw(text: string | Uint8Array): void {
    this.exchange.write(text)
  }

  text(text: string): void {
    this.delta(this.dialect.text(text))
  }

  think(): void {
    this.delta(this.dialect.thinking(secretThought))
  }

  /** Thinks within its text, as models do whose server knows nothing of it. */
  thinkInline(): void {
    this.text('<think>\n')
    this.text(secretThought)
  }

  keepAlive(): void {
    this.raw(this.dialect.keepAlive)
  }

  sayFirstHalf(): void {
    // A cut between any two characters must do.
    for (const piece of firstHalf(this.dialect).split(/(?=[ ,])/u)) this.text(piece)
  }

  saySecondHalf(): void {
    this.text(secondHalf)
  }

  /** Ends as it should be. */
  finish(reason = 'stop'): void {
    for (const chunk of this.dialect.ending(reason, usage)) this.chunk(chunk)
    this.exchange.done()
  }

  /** Resolves when all of it is under way. */
  sent(): Promise<void> {
    return this.exchange.sent()
  }

  /** Goes on until the other side has had enough. */
  async forEver(say: () => void, everyMs = 10): Promise<void> {
    while (!this.exchange.isClosed) {
      say()
      await pause(everyMs)
    }
  }

  /** A whole good answer as it goes over the wire, for those who send it in an odd way. */
  wholeStream(): string {
    const { chunk, opening, text, keepAlive, ending } = this.dialect
    const say = (chunk: unknown) => `data: ${JSON.stringify(chunk)}\n\n`
    return [
      say(chunk(opening)),
      say(chunk(text(firstHalf(this.dialect)))),
      keepAlive,
      say(chunk(text(secondHalf))),
      ...ending('stop', usage).map(say),
      'data: [DONE]\n\n',
    ].join('')
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
