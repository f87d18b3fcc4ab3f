/**
 * Does one piece of work per name: those that get along with others so many at once, in their order,
 * then the rest one after the other.
 *
 * @returns what came of each, in the order of the names
 */
export async function inLanes<T>(
  { together, alone }: { together: readonly string[]; alone: readonly string[] },
  work: (name: string) => Promise<T>,
  lanes = 2,
): Promise<[name: string, result: T][]> {
  const results = new Map<string, T>()
  const waiting = [...together]
  const lane = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      results.set(name, await work(name))
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  for (const name of alone) results.set(name, await work(name))
  return [...together, ...alone].map((name) => [name, results.get(name) as T])
}
