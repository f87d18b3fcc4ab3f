/** Does one thing after another: at once, unless something of it has to arrive first. */
export class InOrder {
  #last: Promise<void> | undefined

  /** @param arrival - what the act needs; it never rejects */
  do(act: () => Promise<void> | void, arrival: Promise<void> | null = null): void {
    const before = this.#last
    const done = before === undefined && arrival === null ? act() : after(before, arrival, act)
    if (!done) return
    const last = done.then(() => {
      if (this.#last === last) this.#last = undefined
    })
    this.#last = last
  }
}

async function after(
  before: Promise<void> | undefined,
  arrival: Promise<void> | null,
  act: () => Promise<void> | void,
): Promise<void> {
  await before
  await arrival
  await act()
}
