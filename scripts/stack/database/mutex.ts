/** Lets one party at a time have something; the others wait in the order they came. */
export class Mutex {
  #last: Promise<void> = Promise.resolve()

  /** Waits for its turn and returns the function that ends it. */
  async acquire(): Promise<() => void> {
    const previous = this.#last
    let end = (): void => undefined
    this.#last = new Promise((resolve) => {
      end = resolve
    })
    await previous
    return end
  }

  /** Runs `work` as one turn. */
  async runExclusive<T>(work: () => Promise<T>): Promise<T> {
    const end = await this.acquire()
    try {
      return await work()
    } finally {
      end()
    }
  }
}
