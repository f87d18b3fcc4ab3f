import type { Log } from '../../log.ts'
import { ProviderId } from '../../wire/model.ts'
import type { AnswerRequest, AnswerRouter } from '../answer-router.ts'
import { systemClock, type Clock } from '../clock.ts'
import type { ModelCatalogue } from './model-catalogue.ts'
import { ModelFailure, type Model } from '../model.ts'
import { singleModelRouter } from './single-model-router.ts'
import type { ModelLimits } from './attempt-clock.ts'
import { defaultCooldowns, type CooldownSettings } from './cooldown.ts'
import { HedgeBudget } from './hedge-budget.ts'
import type { ModelHealth } from './model-health.ts'
import { RoutedTurn, type Routing, type Unanswered } from './routed-turn.ts'

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
  /** Says in the visitor's language that nobody answered, or that nobody would. */
  plainAnswer: (kind: Unanswered, request: AnswerRequest) => string
  log: Log
  clock?: Clock
}

/** The router over everything this process can ask. */
export function failoverRouter(options: FailoverRouterOptions): AnswerRouter {
  const { catalogue, health, limits, offline, plainAnswer, log, clock = systemClock } = options
  const { cooldowns = defaultCooldowns } = options
  const isSwitchedOn = ProviderId.options.some((id) => catalogue.isSwitchedOn(id))
  if (!isSwitchedOn) return singleModelRouter(offline)
  const hedges = options.isHedging ? new HedgeBudget() : undefined
  const routing: Routing = { catalogue, health, limits, cooldowns, hedges, log, clock }

  return {
    warm: () => health.warm(),
    async answer(request, sink) {
      hedges?.countTurn()
      await health.fresh()
      const turn = new RoutedTurn(routing, request, sink)
      const routed = await turn.answer()
      if (typeof routed !== 'string') return routed
      // What was said before holds better without a sentence of ours behind it.
      if (request.isContinuation) throw turn.lastFailure ?? new ModelFailure('connection')

      const { name: model, provider } = offline
      const reason = turn.lastFailure?.code
      sink.onSelected({ model, provider, attempt: turn.attempts + 1, ...(reason && { reason }) })
      sink.onText(plainAnswer(routed, request))
      const finishReason = routed === 'refused' ? 'content_filter' : 'stop'
      return { finishReason, model, provider }
    },
  }
}
