/** The one call that a browser may have. */
export interface CallClaim {
  /** Resolves with whether it is this page's now; one that takes over always gets it. */
  take(options: { isTakingOver: boolean; onLost: () => void }): Promise<boolean>
  release(): void
}

const name = 'visavis:call'

/** So long a browser is waited for that does not say whether a lock is free, in milliseconds. */
const lockPatienceMs = 2000

type Holder = { readonly lose: () => void }

/** Who in this page has the call. */
let holder: Holder | null = null

/** Settles when what this page gave back last is free; a browser takes its time over that. */
let freed: Promise<void> = Promise.resolve()

/**
 * Sees to it that a page has one call, and a browser too: by a lock that the tabs of a page's origin
 * share. Without locks (a page that is not secure) it is one for each page.
 */
export class BrowserCallClaim implements CallClaim {
  readonly #holder: Holder = { lose: () => this.#lose() }
  #release: (() => void) | null = null
  #held: Promise<void> = Promise.resolve()
  #onLost: (() => void) | null = null

  async take({
    isTakingOver,
    onLost,
  }: {
    isTakingOver: boolean
    onLost: () => void
  }): Promise<boolean> {
    this.#onLost = onLost
    // Another element of this page: whoever pressed its button meant to leave the first one.
    if (holder !== this.#holder) holder?.lose()
    const isTaken = await this.#lock(isTakingOver)
    if (isTaken) holder = this.#holder
    return isTaken
  }

  release(): void {
    this.#onLost = null
    if (holder === this.#holder) holder = null
    if (this.#release === null) return
    this.#release()
    this.#release = null
    freed = this.#held
  }

  #lose(): void {
    const onLost = this.#onLost
    this.release()
    onLost?.()
  }

  async #lock(isTakingOver: boolean): Promise<boolean> {
    const { locks } = navigator as { locks?: LockManager }
    if (!locks) return true
    await freed
    return new Promise((resolve) => {
      const held = (lock: Lock | null) => {
        resolve(lock !== null)
        // One that comes after it was given back is not kept.
        return lock && this.#onLost && new Promise<void>((release) => (this.#release = release))
      }
      const options = isTakingOver ? { steal: true } : { ifAvailable: true }
      // A lock that is taken away rejects what was asked with it. One that is refused, as a frame of
      // another site may be, or never answered, is no lock.
      this.#held = locks.request(name, options, held).then(
        () => undefined,
        () => (this.#release ? this.#lose() : resolve(true)),
      )
      setTimeout(resolve, lockPatienceMs, true)
    })
  }
}
