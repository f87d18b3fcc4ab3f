/** Collects what a suite found and prints it: a line per failure, a line per section. */
export class Report {
  #passed = 0
  #failed = 0

  get passed(): number {
    return this.#passed
  }

  get failed(): number {
    return this.#failed
  }

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
    try {
      remark = await work()
    } catch (error) {
      this.check(
        false,
        name,
        error instanceof Error ? (error.stack ?? error.message) : String(error),
      )
    }
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    const counts = `${this.#passed - passed} passed, ${this.#failed - failed} failed`
    console.log(`# ${name}: ${counts} (${seconds} s)${remark ? `; ${remark}` : ''}`)
  }
}
