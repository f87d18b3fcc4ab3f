import { parseJson, parseJsonSequence } from './json.ts'

/** What JSON may begin with, in a line that may go on in the next; a log's `[INFO]` is none. */
const jsonStart = /^\s*(?:\[\s*(?:[[{\]]|$)|\{\s*(?:["}]|$))/u

/**
 * The lines of a body that are none of an event stream's: JSON without `data:` before it, a chunk in
 * each line or one whole answer over many; or words that say why there is no answer.
 */
export class BareLines {
  readonly #onJson: (json: unknown) => void
  /** The JSON that is not whole yet. */
  #begun = ''
  #hasText = false

  /** @param onJson called with each value as soon as it is whole */
  constructor(onJson: (json: unknown) => void) {
    this.#onJson = onJson
  }

  /** Whether anything came that is not JSON. */
  get hasText(): boolean {
    return this.#hasText
  }

  /** How much JSON is not whole yet, in characters. */
  get pendingLength(): number {
    return this.#begun.length
  }

  add(line: string): void {
    const isStart = this.#begun === ''
    if (isStart && !jsonStart.test(line)) {
      this.#hasText ||= line.trim() !== ''
      return
    }
    this.#begun += isStart ? line : `\n${line}`
    // JSON over many lines ends where it began, in the first column.
    if (isStart || /^[\]}]/u.test(line)) this.#handOver()
  }

  /** Nothing comes any more. */
  end(): void {
    if (this.#begun !== '') this.#handOver()
  }

  #handOver(): void {
    const json = parseJson(this.#begun)
    const values = json === undefined ? parseJsonSequence(this.#begun) : [json]
    if (values === undefined) return
    this.#begun = ''
    for (const value of values) this.#onJson(value)
  }
}
