import type { ModelLimits } from '../../supabase/functions/_shared/domain/routing/attempt-clock.ts'
import type { Dialect } from './dialects/dialect.ts'
import { dialects } from './dialects/dialects.ts'
import type { FaultCase, FaultServer } from './fault-server.ts'
import type { Fault, Moment } from './fault.ts'
import { healthy } from './harmless-oddities.ts'
import { takeTurn, type Turn } from './turn.ts'

/** One turn: the faulty model first, a healthy one of another vendor next. */
export type Failover = Turn & { faultCase: FaultCase; next: Dialect }

/** Nobody runs into these who is not to. */
export const patient: ModelLimits = {
  firstTokenMs: 20_000,
  gapMs: 20_000,
  thinkingMs: 20_000,
  totalMs: 60_000,
}

/** Far above what a healthy model takes here, on a busy machine too. */
const brief: ModelLimits = { firstTokenMs: 1500, gapMs: 1500, thinkingMs: 1800, totalMs: 60_000 }

/** Only what takes a clock to notice is given a short one. */
export function limitsFor({ isSlow }: Fault): ModelLimits {
  return isSlow ? brief : patient
}

/** Every dialect's turn to be wrong in this way, at these moments as far as the fault knows them. */
export function casesOf(fault: Fault, moments: readonly Moment[]): FaultCase[] {
  return fault.moments
    .filter((moment) => moments.includes(moment))
    .flatMap((moment) => dialects.map((dialect) => ({ dialect, fault, moment })))
}

export function healthyCase(dialect: Dialect): FaultCase {
  return { dialect, fault: healthy, moment: 'asked' }
}

export function nextAfter(dialect: Dialect): Dialect {
  const next = dialects[(dialects.indexOf(dialect) + 1) % dialects.length]
  if (!next) throw new Error('There are no dialects')
  return next
}

export async function failOver(server: FaultServer, faultCase: FaultCase): Promise<Failover> {
  const next = nextAfter(faultCase.dialect)
  const models = [faultCase, healthyCase(next)]
  const turn = await takeTurn(server, { models, limits: limitsFor(faultCase.fault) })
  return { ...turn, faultCase, next }
}
