export type Search = {
  /** What was tried already, and whether it held. */
  tried: number
  triedHolds: boolean
  step: number
  /** Nothing larger is tried. */
  upTo: number
}

/**
 * The largest number that holds, to a step; 0 if none does. From the tried one by doubles up or by
 * halves down, until there is one that holds and one that does not; then between the two.
 */
export async function findLargest(
  { tried, triedHolds, step, upTo }: Search,
  holds: (count: number) => Promise<boolean>,
): Promise<number> {
  let good = triedHolds ? tried : 0
  let bad = triedHolds ? upTo + step : tried
  while (bad - good > step) {
    const middle = Math.ceil((good + bad) / 2 / step) * step
    const next = good === 0 ? middle : Math.min(good * 2, middle)
    if (await holds(next)) good = next
    else bad = next
  }
  return good
}
