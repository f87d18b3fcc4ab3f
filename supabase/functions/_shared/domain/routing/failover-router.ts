import type { Log } from '../../log.ts'
import { noTracer, type Tracer } from '../../tracer.ts'
import { ProviderId } from '../../wire/model.ts'
import type { AnswerSource } from '../answer-source.ts'
import { systemClock, type Clock } from '../clock.ts'
import type { ModelCatalogue } from './model-catalogue.ts'
import type { Model } from '../model.ts'
import { singleModelRouter } from './single-model-router.ts'
import type { ModelLimits } from './attempt-clock.ts'
import { defaultCooldowns, type CooldownSettings } from './cooldown.ts'
import { HedgeBudget } from './hedge-budget.ts'
import type { ModelHealth } from './model-health.ts'
import { RoutedTurn, type Routing } from './routed-turn.ts'

export type FailoverRouterOptions = {
  catalogue: ModelCatalogue
  health: ModelHealth
  limits: ModelLimits
  /** @defaultValue `defaultCooldowns` */
  cooldowns?: CooldownSettings
  /** Whether a second model may be asked beside a slow first one. */
  isHedging: boolean
  /** Answers when no provider is switched on at all. */
  offline: Model
  log: Log
  /** @defaultValue `noTracer` */
  tracer?: Tracer | undefined
  clock?: Clock
}

/**
 * The models that this process can ask, as one source. Before the first visible character any failure
 * moves on to the next model unseen; after it, once, with a reset as soon as the next one speaks. It
 * passes when nobody answers at all.
 */
export function failoverRouter(options: FailoverRouterOptions): AnswerSource {
  const { catalogue, health, limits, offline, log, clock = systemClock } = options
  const { cooldowns = defaultCooldowns, tracer = noTracer } = options
  const isSwitchedOn = ProviderId.options.some((id) => catalogue.isSwitchedOn(id))
  if (!isSwitchedOn) return singleModelRouter(offline)
  const hedges = options.isHedging ? new HedgeBudget() : undefined
  const routing: Routing = { catalogue, health, limits, cooldowns, hedges, log, tracer, clock }

  return {
    warm: () => health.warm(),
    async answer(request, sink) {
      hedges?.countTurn()
      await health.fresh()
      return new RoutedTurn(routing, request, sink).answer()
    },
  }
}
