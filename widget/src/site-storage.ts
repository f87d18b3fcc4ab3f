/** Small values kept for one site, as JSON. */
export interface SiteStorage {
  /** Undefined when nothing is kept under that name. */
  read(name: string): unknown
  /** Null removes what is kept. */
  write(name: string, value: unknown): void
}

/** What a browser would not keep; shared, so that two widgets on a page know the same visitor. */
const unkept = new Map<string, string>()

/**
 * Keeps values under `visavis:<siteKey>:<name>`. Where the browser refuses (blocked cookies, a full
 * disk), they are kept as long as the page.
 *
 * @param area - Asked anew each time, since looking at a blocked storage throws.
 */
export function siteStorage(siteKey: string, area: () => Storage): SiteStorage {
  const keyOf = (name: string) => `visavis:${siteKey}:${name}`
  return {
    read(name) {
      const key = keyOf(name)
      try {
        return JSON.parse(unkept.get(key) ?? area().getItem(key) ?? '') as unknown
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
        if (value !== null) unkept.set(key, JSON.stringify(value))
      }
    },
  }
}
