/**
 * Waits, but no longer than until the device is back in the network, or the page is shown again that
 * was put away.
 *
 * @param milliseconds - Null waits for one of these alone.
 */
export function pause(milliseconds: number | null, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = new AbortController()
    const done = () => {
      clearTimeout(timer)
      over.abort()
      resolve()
    }
    const timer = milliseconds === null ? 0 : setTimeout(done, milliseconds)
    addEventListener('online', done, over)
    addEventListener('pageshow', done, over)
    signal.addEventListener('abort', done, over)
    if (signal.aborted) done()
  })
}
