/** What a turn goes through, in order. */
export const steps = ['heard', 'understood', 'model-asked', 'first-token', 'first-sound'] as const
export type Step = (typeof steps)[number]

/** What a page was told, with when. Milliseconds, all on one clock. */
export type Told =
  | { readonly type: 'step'; readonly step: Step; readonly at: number }
  | { readonly type: 'state'; readonly state: string; readonly at: number }
  | { readonly type: 'model'; readonly model: string; readonly provider: string }
  | { readonly type: 'voice'; readonly voice: string }
  | { readonly type: 'written'; readonly at: number }

export type Turn = {
  readonly number: number
  /** Whether the visitor spoke or wrote. */
  readonly isSpoken: boolean
  readonly at: Readonly<Partial<Record<Step | 'written', number>>>
  readonly model: string | null
  readonly provider: string | null
  readonly voice: string | null
}

export type StateSpan = {
  readonly state: string
  readonly from: number
  /** Null while it lasts. */
  readonly to: number | null
}

export type TurnLog = {
  /** Newest first. */
  readonly turns: readonly Turn[]
  /** Oldest first. */
  readonly states: readonly StateSpan[]
}

export const emptyLog: TurnLog = { turns: [], states: [] }

/** As many as a page can show. */
const most = { turns: 8, states: 14 }

/** The log after something was told. Pure. */
export function afterTold(log: TurnLog, told: Told): TurnLog {
  switch (told.type) {
    case 'step':
      return afterStep(log, told.step, told.at)
    case 'state':
      return { ...log, states: afterState(log.states, told.state, told.at) }
    case 'model':
      return withNewest(log, { model: told.model, provider: told.provider })
    case 'voice':
      return withNewest(log, { voice: told.voice })
    case 'written':
      return withNewest(log, { at: { ...log.turns[0]?.at, written: told.at } })
  }
}

function afterStep(log: TurnLog, step: Step, at: number): TurnLog {
  const newest = log.turns[0]
  const begins =
    step === 'heard' || (step === 'understood' && (!newest || newest.at.understood !== undefined))
  if (begins) {
    const turn: Turn = {
      number: (newest?.number ?? 0) + 1,
      isSpoken: step === 'heard',
      at: { [step]: at },
      model: null,
      provider: null,
      voice: null,
    }
    return { ...log, turns: [turn, ...log.turns].slice(0, most.turns) }
  }
  // A greeting belongs to no turn; an answer that begins anew keeps when it was first asked for.
  if (!newest || newest.at[step] !== undefined) return log
  return withNewest(log, { at: { ...newest.at, [step]: at } })
}

function withNewest(log: TurnLog, change: Partial<Turn>): TurnLog {
  const [newest, ...older] = log.turns
  return newest ? { ...log, turns: [{ ...newest, ...change }, ...older] } : log
}

function afterState(spans: readonly StateSpan[], state: string, at: number): StateSpan[] {
  const before = spans.at(-1)
  const ended = before ? [...spans.slice(0, -1), { ...before, to: at }] : []
  return [...ended, { state, from: at, to: null }].slice(-most.states)
}

export type StepSpan = { readonly step: Step; readonly fromMs: number; readonly lastsMs: number }

/** When the visitor had said it, or sent it. */
export function startOf({ at }: Turn): number {
  return at.heard ?? at.understood ?? 0
}

/** How long its way has been so far. */
export function lengthOf(turn: Turn): number {
  const last = spansOf(turn).at(-1)
  return last ? last.fromMs + last.lastsMs : 0
}

/** The way from one step of a turn to the next, those that were not taken left out. */
export function spansOf(turn: Turn): StepSpan[] {
  const taken = steps.filter((step) => turn.at[step] !== undefined)
  const start = startOf(turn)
  return taken.slice(1).map((step, index) => {
    const from = turn.at[taken[index] ?? step] ?? start
    return { step, fromMs: from - start, lastsMs: (turn.at[step] ?? from) - from }
  })
}
