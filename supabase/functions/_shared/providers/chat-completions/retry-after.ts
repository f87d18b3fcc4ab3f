import type { ProviderError } from './provider-error.ts'

const msPerUnit: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/** As in `7s`, `12.5 seconds`, `120ms`, `2 minutes`. */
const duration =
  /(\d+(?:\.\d+)?)\s*(ms|s|m|h)(?:(?<=s)ec(?:ond)?s?|(?<=m)in(?:ute)?s?|(?<=h)(?:ou)?rs?)?(?![a-z])/iu
const durations = new RegExp(duration, 'giu')
const askedInWords = new RegExp(
  String.raw`(?:try again|retry|wait)(?: in| after| for)? ((?:${duration.source}\s*)+)`,
  'iu',
)

/** A number above that is a moment in seconds, and one above its thousandfold one in milliseconds. */
const firstMoment = 1e9

/**
 * How long a provider asks to be left alone, in milliseconds: by a header, else, where there were too
 * many requests, by when a limit that is used up begins anew, or in the words of the error.
 */
export function retryAfterMs({ status, headers, words }: ProviderError): number | undefined {
  const asked =
    waitIn(headers?.get('retry-after-ms'), 1) ?? waitIn(headers?.get('retry-after'), 1_000)
  if (asked !== undefined || status !== 429) return asked
  return resetMs(headers) ?? durationIn(askedInWords.exec(words)?.[1] ?? '')
}

/** Until the last of the limits that are used up begins anew. */
function resetMs(headers: Headers | undefined): number | undefined {
  const waits: number[] = []
  headers?.forEach((value, name) => {
    if (!/ratelimit/u.test(name) || !/reset/u.test(name)) return
    if (headers.get(name.replace('reset', 'remaining')) !== '0') return
    const wait = waitIn(value, 1_000)
    if (wait !== undefined) waits.push(wait)
  })
  return waits.length > 0 ? Math.max(...waits) : undefined
}

/** A number of some unit, a moment, or a duration with units of its own. */
function waitIn(text: string | null | undefined, msPerNumber: number): number | undefined {
  if (!text) return undefined
  const number = Number(text)
  if (Number.isNaN(number)) return durationIn(text) ?? sensible(Date.parse(text) - Date.now())
  if (number > firstMoment * 1_000) return sensible(number - Date.now())
  if (number > firstMoment) return sensible(number * 1_000 - Date.now())
  return sensible(number * msPerNumber)
}

function durationIn(text: string): number | undefined {
  const parts = [...text.matchAll(durations)]
  if (parts.length === 0) return undefined
  const ms = parts.map(
    ([, count, unit = '']) => Number(count) * (msPerUnit[unit.toLowerCase()] ?? 0),
  )
  return sensible(ms.reduce((sum, part) => sum + part, 0))
}

function sensible(ms: number): number | undefined {
  return Number.isFinite(ms) && ms >= 0 ? Math.round(ms) : undefined
}
