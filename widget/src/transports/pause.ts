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
      over.abort()
      resolve()
    }
    if (milliseconds !== null) setTimeout(done, milliseconds)
    addEventListener('online', done, over)
    addEventListener('pageshow', done, over)
    signal.addEventListener('abort', done, over)
  })
}
