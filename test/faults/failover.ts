import type {
  AnswerRequest,
  RoutedAnswer,
} from '../../supabase/functions/_shared/domain/answer-router.ts'
import type { ModelLimits } from '../../supabase/functions/_shared/domain/routing/attempt-clock.ts'
import { ModelHealth } from '../../supabase/functions/_shared/domain/routing/model-health.ts'
import { answerRouter } from '../../supabase/functions/_shared/domain/routing/route-answer.ts'
import { createModels } from '../../supabase/functions/_shared/providers/create-models.ts'
import { offlineModel } from '../../supabase/functions/_shared/providers/offline/offline-model.ts'
import { modelRequest, registeredModel } from '../fixtures/asked-model.ts'
import type { LlmExchange } from '../fixtures/llm-server.ts'
import { MemoryModelStore } from '../fixtures/memory-model-store.ts'
import type { Dialect } from './dialects/dialect.ts'
import { dialects } from './dialects/dialects.ts'
import type { FaultCase, FaultServer } from './fault-server.ts'
import type { Fault, Moment } from './fault.ts'
import { healthy } from './harmless-oddities.ts'

/** What the visitor's stream is told, in this order. */
export type ShownEvent =
  | { type: 'selected'; provider: string; attempt: number; reason?: string }
  | { type: 'text'; text: string }
  | { type: 'reset'; reason: string }

/** One turn: the faulty model first, a healthy one of another vendor next. */
export type Played = {
  faultCase: FaultCase
  next: Dialect
  /** The name of both models. */
  model: string
  events: readonly ShownEvent[]
  answer: RoutedAnswer | undefined
  error: unknown
  requests: readonly LlmExchange[]
  store: MemoryModelStore
}

/** Nobody is to be near these who is not to run into them. */
const patient: ModelLimits = {
  firstTokenMs: 20_000,
  gapMs: 20_000,
  thinkingMs: 20_000,
  totalMs: 60_000,
}

/** Far above what a healthy model takes here, on a busy machine too. */
const brief: ModelLimits = { firstTokenMs: 500, gapMs: 500, thinkingMs: 700, totalMs: 60_000 }

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

export function nextAfter(dialect: Dialect): Dialect {
  const next = dialects[(dialects.indexOf(dialect) + 1) % dialects.length]
  if (!next) throw new Error('There are no dialects')
  return next
}

export type PlayOptions = {
  limits?: ModelLimits
  signal?: AbortSignal
  onEvent?: (event: ShownEvent) => void
}

/** Plays a case through the router, the providers' code, the real SDK and real sockets. */
export async function play(
  server: FaultServer,
  faultCase: FaultCase,
  options: PlayOptions = {},
): Promise<Played> {
  const { dialect, fault, moment } = faultCase
  const next = nextAfter(dialect)
  const model = `${dialect.provider}.${fault.name}.${moment}`
  const store = new MemoryModelStore({
    models: [
      registeredModel(dialect.provider, { name: model, quality: 9 }),
      registeredModel(next.provider, { name: model, quality: 5 }),
    ],
  })
  const work: Promise<unknown>[] = []
  const catalogue = createModels({
    providers: {
      [dialect.provider]: { apiKey: 'sk-fake', baseUrl: server.baseUrl(faultCase) },
      [next.provider]: { apiKey: 'sk-fake', baseUrl: server.baseUrl(healthyCase(next)) },
    },
    rejectParameter: (rejection) => work.push(store.rejectParameter(rejection)),
  })
  const log = () => undefined
  const background = (promise: Promise<void>) => work.push(promise)
  const router = answerRouter({
    catalogue,
    health: new ModelHealth({ store, catalogue, log, background }),
    limits: options.limits ?? limitsFor(fault),
    isHedging: false,
    offline: offlineModel({ wordMs: 0 }),
    plainAnswer: () => 'Nobody answers.',
    log,
  })

  const events: ShownEvent[] = []
  const show = (event: ShownEvent) => {
    events.push(event)
    options.onEvent?.(event)
  }
  const { messages: history, ...request } = modelRequest
  const asked: AnswerRequest = { ...request, history, selection: 'auto' }
  const outcome = await router
    .answer(asked, {
      onSelected: ({ model: _, ...selected }) => show({ type: 'selected', ...selected }),
      onText: (text) => show({ type: 'text', text }),
      onReset: (reason) => show({ type: 'reset', reason }),
      signal: options.signal ?? new AbortController().signal,
    })
    .then(
      (answer) => ({ answer, error: undefined }),
      (error: unknown) => ({ answer: undefined, error }),
    )
  await Promise.all(work)
  return { faultCase, next, model, events, ...outcome, requests: server.requestsFor(model), store }
}

function healthyCase(dialect: Dialect): FaultCase {
  return { dialect, fault: healthy, moment: 'asked' }
}

/** The text among some events. */
export function textOf(events: readonly ShownEvent[]): string {
  return events.map((event) => (event.type === 'text' ? event.text : '')).join('')
}
