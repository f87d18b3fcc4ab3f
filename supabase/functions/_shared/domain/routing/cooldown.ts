import type { ModelFailure } from '../model.ts'
import type { RegisteredModel } from '../model-registry.ts'

const minute = 60_000

/** How long whoever failed is left alone, in milliseconds. */
export const cooldownMs = 15 * minute

/** The longest cooldown, and that of a model that is gone for good. */
export const maxCooldownMs = 24 * 60 * minute

/** Who is to be left alone after a failure, and for how long; undefined: nobody is to blame. */
export function cooldownAfter(
  failure: ModelFailure,
  model: RegisteredModel,
): { subject: string; cooldownMs: number } | undefined {
  if (failure.blame === 'nobody') return undefined
  if (failure.isRetired) return { subject: model.id, cooldownMs: maxCooldownMs }
  const asked = failure.retryAfterMs ?? 0
  return {
    subject: failure.blame === 'provider' ? model.provider : model.id,
    cooldownMs: Math.min(Math.max(asked, cooldownMs), maxCooldownMs),
  }
}
