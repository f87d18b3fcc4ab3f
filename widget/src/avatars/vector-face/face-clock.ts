/** Time and frames, so that tests can hold them. Each order returns what takes it back. */
export type FaceClock = {
  /** Milliseconds that only grow. */
  now(): number
  onFrame(draw: () => void): () => void
  after(delayMs: number, then: () => void): () => void
}

export const browserClock: FaceClock = {
  now: () => performance.now(),
  onFrame(draw) {
    const id = requestAnimationFrame(draw)
    return () => cancelAnimationFrame(id)
  },
  after(delayMs, then) {
    const id = setTimeout(then, delayMs)
    return () => clearTimeout(id)
  },
}
