/** Small values kept for one site, as JSON. */
export interface SiteStorage {
  /** Undefined when nothing is kept under that name. */
  read(name: string): unknown
  /** Null removes what is kept. */
  write(name: string, value: unknown): void
}

/** What a browser would not keep, with what it has instead; shared by all widgets of a page. */
const unkept = new Map<string, { readonly text: string; readonly instead: string | null }>()

/**
 * Keeps values under `visavis:<siteKey>:<name>`. Where the browser refuses (blocked cookies, a full
 * disk), they are kept as long as the page, or until another tab has been luckier.
 *
 * @param area - Asked anew each time, since looking at a blocked storage throws.
 * @param onUnkept - Told of the first value that the browser would not keep.
 */
export function siteStorage(
  siteKey: string,
  area: () => Storage,
  onUnkept?: () => void,
): SiteStorage {
  const keyOf = (name: string) => `visavis:${siteKey}:${name}`
  const stored = (key: string) => {
    try {
      return area().getItem(key)
    } catch {
      return null
    }
  }
  return {
    read(name) {
      const key = keyOf(name)
      const text = stored(key)
      const own = unkept.get(key)
      const isOwn = own?.instead === text
      try {
        const value = JSON.parse((isOwn ? own.text : text) ?? '') as unknown
        // There may be room by now.
        if (isOwn) this.write(name, value)
        return value
      } catch {
        return undefined
      }
    },
    write(name, value) {
      const key = keyOf(name)
      unkept.delete(key)
      try {
        if (value === null) area().removeItem(key)
        else area().setItem(key, JSON.stringify(value))
      } catch {
        if (value !== null) {
          unkept.set(key, { text: JSON.stringify(value), instead: stored(key) })
          onUnkept?.()
          onUnkept = undefined
        }
      }
    },
  }
}
