import { loadOnce } from '../load-once.ts'

/**
 * What reads stage directions, formulas and characters by their names: a part of its own, as most
 * texts have none.
 */
const importReaders = () => import('./mark-readers.ts')
type MarkReaders = Awaited<ReturnType<typeof importReaders>>

let arrived: MarkReaders | undefined

const load = loadOnce(async () => {
  arrived = await importReaders()
})

/** The readers, once they are there; without them marks are emphasis and characters. */
export function markReaders(): MarkReaders | undefined {
  return arrived
}

/** Whether a piece of a text may hold what a reader is for: bold words and items are none. */
export function hasRareMarks(text: string): boolean {
  return /(?<![*_])[*_](?![*_\s])|[$\\]|&(?![^#\p{L}])/u.test(text)
}

/** Loads the readers if a text needs them; null where there is nothing to wait for. */
export function loadMarkReaders(text: string): Promise<void> | null {
  return arrived === undefined && hasRareMarks(text) ? load().catch(() => undefined) : null
}
