import { isRedirect, type ModelFailure } from '../model.ts'
import type { RegisteredModel } from './model-registry.ts'

const minute = 60_000

/** How long whoever failed is left alone, in milliseconds. */
export type CooldownSettings = {
  /** After what passes by itself, such as errors of a server, silence and broken streams. */
  firstMs: number
  /** To which that doubles while it goes on. */
  longestMs: number
  /** After what takes somebody or a new hour: limits, credit, keys. */
  limitedMs: number
  /** After a model that is gone for good. */
  retiredMs: number
  /** A wait that is asked for and no longer than this is taken at its word. */
  maxRetryAfterMs: number
}

export const defaultCooldowns: CooldownSettings = {
  firstMs: minute / 2,
  longestMs: 15 * minute,
  limitedMs: 15 * minute,
  retiredMs: 24 * 60 * minute,
  maxRetryAfterMs: minute,
}

/** The longest cooldown of all. */
const maxCooldownMs = 24 * 60 * minute

export type Cooldown = {
  /** A model's id or a provider's. */
  subject: string
  cooldownMs: number
  /** To which it doubles with each failed try. */
  longestMs: number
}

/** Who is to be left alone after a failure, and for how long; undefined: nobody is to blame. */
export function cooldownAfter(
  failure: ModelFailure,
  model: RegisteredModel,
  settings: CooldownSettings = defaultCooldowns,
): Cooldown | undefined {
  if (failure.blame === 'nobody') return undefined
  const subject = failure.blame === 'provider' ? model.provider : model.id
  const { atLeastMs, longestMs } = patienceWith(failure, settings)
  const askedMs = failure.retryAfterMs ?? 0
  const isAtItsWord = failure.retryAfterMs !== undefined && askedMs <= settings.maxRetryAfterMs
  if (isAtItsWord && failure.blame === 'model' && passesByItself(failure)) {
    return { subject, cooldownMs: askedMs, longestMs: askedMs }
  }
  return { subject, cooldownMs: Math.min(Math.max(askedMs, atLeastMs), maxCooldownMs), longestMs }
}

/** As the database does after a failed try, for one that has spoken before it failed. */
export function prolonged(cooldown: Cooldown, lastCooldownMs: number): Cooldown {
  const cooldownMs = Math.max(cooldown.cooldownMs, Math.min(2 * lastCooldownMs, cooldown.longestMs))
  return { ...cooldown, cooldownMs }
}

/** Whether a short wait that is asked for may be enough. */
function passesByItself({ status, isRetired }: ModelFailure): boolean {
  return !isRetired && !takesSomebody(status)
}

/** Credit has run out, or what was asked for is not there: no moment mends that. */
function takesSomebody(status: number | undefined): boolean {
  return status === 402 || status === 404 || status === 405 || isRedirect(status)
}

function patienceWith(
  { blame, status, isRetired }: ModelFailure,
  { firstMs, longestMs, limitedMs, retiredMs }: CooldownSettings,
): { atLeastMs: number; longestMs: number } {
  if (isRetired) return { atLeastMs: retiredMs, longestMs: maxCooldownMs }
  const isLimited = blame === 'provider' || status === 429 || takesSomebody(status)
  return isLimited
    ? { atLeastMs: limitedMs, longestMs: maxCooldownMs }
    : { atLeastMs: firstMs, longestMs }
}
