/** A section that waits for a lock or an answer that never comes fails, and its name is told. */
const limitMs = 600_000

/** Collects what a suite found and prints it: a line per failure, a line per section. */
export class Report {
  #passed = 0
  #failed = 0
  /** The sections that run now, each within the one before. */
  readonly #running: string[] = []

  /** Counts one assertion; only a failing one is printed. */
  check(holds: boolean, sentence: string, detail?: string): void {
    if (holds) {
      this.#passed += 1
      return
    }
    this.#failed += 1
    console.log(`not ok - ${sentence}${detail ? `\n    ${detail.replaceAll('\n', '\n    ')}` : ''}`)
  }

  /** Runs one part; a throw is its failure, not the end of the suite. */
  async section(name: string, work: () => Promise<string | void>): Promise<void> {
    const [passed, failed, start] = [this.#passed, this.#failed, performance.now()]
    let remark: string | void = undefined
    this.#running.push(name)
    const limit = setTimeout(() => {
      this.check(
        false,
        this.#running.join(': '),
        `It did not end within ${limitMs / 60_000} minutes.`,
      )
      this.close()
    }, limitMs)
    try {
      remark = await work()
    } catch (error) {
      this.check(
        false,
        name,
        error instanceof Error ? (error.stack ?? error.message) : String(error),
      )
    } finally {
      clearTimeout(limit)
      this.#running.pop()
    }
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    const counts = `${this.#passed - passed} passed, ${this.#failed - failed} failed`
    console.log(`# ${name}: ${counts} (${seconds} s)${remark ? `; ${remark}` : ''}`)
  }

  /** Prints the closing line and ends the process. */
  close(): never {
    console.log(`${this.#passed} passed, ${this.#failed} failed`)
    process.exit(this.#failed > 0 ? 1 : 0)
  }
}
