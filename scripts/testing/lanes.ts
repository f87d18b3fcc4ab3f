/** How many pieces of work run at once. */
const lanes = 2

export type LaneOptions = {
  /** What gets along with others. */
  together: readonly string[]
  /** What does not. */
  alone: readonly string[]
  /** Keeps what has not begun from beginning. */
  signal: AbortSignal
}

/**
 * Does one piece of work per name: those that get along with others two at once, in their order, then
 * the rest one after the other.
 *
 * @returns what came of each that was begun, in the order of the names
 */
export async function inLanes<T>(
  { together, alone, signal }: LaneOptions,
  work: (name: string) => Promise<T>,
): Promise<[name: string, result: T][]> {
  const results = new Map<string, T>()
  const lane = async (waiting: string[]) => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      if (!signal.aborted) results.set(name, await work(name))
    }
  }
  const shared = [...together]
  await Promise.all(Array.from({ length: lanes }, () => lane(shared)))
  await lane([...alone])
  return [...together, ...alone].flatMap((name) => {
    const result = results.get(name)
    return result === undefined ? [] : [[name, result]]
  })
}
