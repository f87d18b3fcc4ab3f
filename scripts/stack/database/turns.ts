/** Lets one party at a time have something; the others wait in the order they came. */
export class Turns {
  #last: Promise<void> = Promise.resolve()

  /** Waits for its turn and returns the function that ends it. */
  async take(): Promise<() => void> {
    const previous = this.#last
    let end = (): void => undefined
    this.#last = new Promise((resolve) => {
      end = resolve
    })
    await previous
    return end
  }

  /** Runs `work` as one turn. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const end = await this.take()
    try {
      return await work()
    } finally {
      end()
    }
  }
}
