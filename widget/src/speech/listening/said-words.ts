/** After a noise that came to nothing, words this much later are of something else. */
const goesOnMs = 1500

/** What a visitor has said since they began to: words that are settled, and those that may change. */
export class SaidWords {
  #settled: string[] = []
  #changing = ''
  /** What was being made out when the visitor began: the avatar's words, from its own speaker. */
  #before = ''
  #droppedAt: number | null = null

  get text(): string {
    const { length } = this.#before
    const changing = this.#changing.startsWith(this.#before)
      ? this.#changing.slice(length).trim()
      : this.#changing
    return [...this.#settled, changing].filter((part) => part !== '').join(' ')
  }

  /** The visitor begins, or goes on with what was dropped just now. */
  begin(at: number): void {
    const goesOn = this.wasDropped(at)
    this.#droppedAt = null
    if (goesOn) return
    this.#settled = []
    this.#before = this.#changing
  }

  /** Whether what is made out now may be of what was dropped. */
  wasDropped(at: number): boolean {
    return this.#droppedAt !== null && at - this.#droppedAt <= goesOnMs
  }

  /** It seems to have been nothing. */
  drop(at: number): void {
    this.#droppedAt = at
  }

  change(text: string): void {
    this.#changing = text
  }

  settle(text: string): void {
    this.#changing = text
    const said = this.text
    this.#changing = ''
    this.#before = ''
    this.#settled = said === '' ? [] : [said]
  }

  /** What was said, once. */
  take(): string {
    const { text } = this
    this.#settled = []
    this.#before = this.#changing
    this.#droppedAt = null
    return text
  }
}
