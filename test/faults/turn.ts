import {
  neverDropped,
  type AnswerRequest,
  type RoutedAnswer,
} from '../../supabase/functions/_shared/domain/answer-source.ts'
import type { ModelLimits } from '../../supabase/functions/_shared/domain/routing/attempt-clock.ts'
import { ModelHealth } from '../../supabase/functions/_shared/domain/routing/model-health.ts'
import { failoverRouter } from '../../supabase/functions/_shared/domain/routing/failover-router.ts'
import { firstAnswer } from '../../supabase/functions/_shared/domain/turn/first-answer.ts'
import { createModels } from '../../supabase/functions/_shared/providers/create-models.ts'
import { offlineApology } from '../../supabase/functions/_shared/providers/offline/offline-apology.ts'
import { offlineModel } from '../../supabase/functions/_shared/providers/offline/offline-model.ts'
import type { Usage } from '../../supabase/functions/_shared/wire/chat-event.ts'
import { modelRequest } from '../fixtures/asked-model.ts'
import { registeredModel } from '../fixtures/registered-model.ts'
import type { LlmExchange } from '../fixtures/llm-server.ts'
import { MemoryModelStore } from '../fixtures/memory-model-store.ts'
import type { FaultCase, FaultServer } from './fault-server.ts'

/** What the visitor's stream is told, in this order. */
export type ShownEvent =
  | { type: 'selected'; provider: string; attempt: number; reason?: string }
  | { type: 'text'; text: string }
  | { type: 'reset'; reason: string }

export type Turn = {
  /** The name that the models of this turn have, and no others. */
  model: string
  events: readonly ShownEvent[]
  answer: RoutedAnswer | undefined
  /** The tokens of all that were asked. */
  usage: Usage | undefined
  error: unknown
  requests: readonly LlmExchange[]
  store: MemoryModelStore
}

export type TurnOptions = {
  /** The best model first; each of another provider. */
  models: readonly FaultCase[]
  limits: ModelLimits
  signal?: AbortSignal
  onEvent?: (event: ShownEvent) => void
}

/** Asks once, through the router, the providers' code, the real SDK and real sockets. */
export async function takeTurn(server: FaultServer, options: TurnOptions): Promise<Turn> {
  const { models, limits, signal = new AbortController().signal, onEvent } = options
  const model = `fault-${crypto.randomUUID()}`
  const store = new MemoryModelStore({
    models: models.map(({ dialect }, index) =>
      registeredModel(dialect.provider, { name: model, quality: 9 - index }),
    ),
  })
  const work: Promise<unknown>[] = []
  const catalogue = createModels({
    providers: Object.fromEntries(
      models.map((faultCase) => [
        faultCase.dialect.provider,
        { apiKey: 'sk-fake', baseUrl: server.baseUrl(faultCase) },
      ]),
    ),
    rejectParameter: (rejection) => work.push(store.rejectParameter(rejection)),
    noteOddity: () => undefined,
  })
  const log = () => undefined
  const background = (promise: Promise<void>) => work.push(promise)
  const offline = offlineModel({ wordMs: 0 })
  const router = failoverRouter({
    catalogue,
    health: new ModelHealth({ store, catalogue, log, background }),
    limits,
    isHedging: false,
    offline,
    log,
  })

  const events: ShownEvent[] = []
  const show = (event: ShownEvent) => {
    events.push(event)
    onEvent?.(event)
  }
  let usage: Usage | undefined
  const { system, messages: history, ...request } = modelRequest
  const sections = [{ name: 'persona', text: system, priority: neverDropped }]
  const asked: AnswerRequest = { ...request, sections, history, selection: 'auto' }
  const outcome = await firstAnswer([router, offlineApology(offline)], asked, {
    onSelected: ({ model: _, ...selected }) => show({ type: 'selected', ...selected }),
    onText: (text) => show({ type: 'text', text }),
    onRestart: (reason) => show({ type: 'reset', reason }),
    onRetract: () => show({ type: 'reset', reason: 'thought' }),
    onUsage: (told) => (usage = told),
    onEvent: () => undefined,
    onAttempt: () => undefined,
    signal,
  }).then(
    (answer) => ({ answer, error: undefined }),
    (error: unknown) => ({ answer: undefined, error }),
  )
  await Promise.all(work)
  return { model, events, usage, ...outcome, requests: server.requestsFor(model), store }
}

/** The text among some events. */
export function textOf(events: readonly ShownEvent[]): string {
  return events.map((event) => (event.type === 'text' ? event.text : '')).join('')
}
