import { expect } from 'chai'
import { MindState } from '@visavis/shared/wire/chat-event.ts'
import {
  brainSignal,
  type Mind,
  mindAtRest,
  type MindSignal,
  stateOf,
  withSignal,
} from './mind-state.ts'

const listening: Mind = { ...mindAtRest, isListening: true }

/** A mind of each kind, in a call. */
const minds = {
  idle: mindAtRest,
  listening,
  attending: { ...listening, visitor: 'speaking' },
  unclear: { ...listening, visitor: 'unclear' },
  sent: { ...listening, brain: 'analyzing_speech' },
  cached: { ...listening, brain: 'checking_cache' },
  asked: { ...listening, brain: 'routing_to_llm' },
  writing: { ...listening, brain: 'generating_speech' },
  /** While the text is still being written. */
  speaking: { ...listening, brain: 'generating_speech', isSpeaking: true },
  /** The text is complete. */
  finishing: { ...listening, isSpeaking: true },
} satisfies Record<string, Mind>

const short = {
  idle: 'idle',
  list: 'listening',
  anal: 'analyzing_speech',
  cach: 'checking_cache',
  rout: 'routing_to_llm',
  gene: 'generating_speech',
  spea: 'speaking',
} satisfies Record<string, MindState>

/** What shows of each mind, in the order above, after each signal. */
const table = `
                  idle list atte uncl sent cach aske writ spea fini
  ear-opened      list list list anal anal cach rout gene spea spea
  ear-closed      idle idle idle anal anal cach rout gene spea spea
  speech-began    list list list list list list list list list list
  heard           anal anal anal anal anal anal anal anal spea spea
  understood      anal anal anal anal anal anal anal anal spea spea
  not-understood  idle list list list anal cach rout gene spea spea
  model-asked     rout rout list anal rout rout rout rout spea spea
  first-token     gene gene list anal gene gene gene gene spea spea
  reset           rout rout list anal rout rout rout rout rout rout
  answered        idle list list anal list list list list spea spea
  first-sound     spea spea list spea spea spea spea spea spea spea
  spoken          idle list list anal anal cach rout gene gene list
  cut             idle list list anal list list list list list list
  ended           idle idle idle idle idle idle idle idle idle idle
`

type PlainSignal = Exclude<MindSignal['type'], 'brain-turned'>

const rows = table
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [signal, ...states] = line.trim().split(/\s+/u)
    return { signal: signal as PlainSignal, states: states as (keyof typeof short)[] }
  })

describe('a mind’s state', () => {
  for (const { signal, states } of rows) {
    it(`is what it should be from every state after “${signal}”`, () => {
      const after = Object.values(minds).map((mind) => stateOf(withSignal(mind, { type: signal })))
      expect(after).to.deep.equal(states.map((state) => short[state]))
    })
  }

  it('is what the brain is at, unless somebody speaks or was not understood yet', () => {
    for (const brain of MindState.options) {
      const after = Object.values(minds).map((mind) =>
        stateOf(withSignal(mind, { type: 'brain-turned', brain })),
      )
      const own = brain === 'idle' ? 'listening' : brain
      const shown = ['listening', 'analyzing_speech', own, own, own, own]
      expect(after).to.deep.equal([brain, own, ...shown, 'speaking', 'speaking'])
    }
  })

  it('never leaves the visitor’s words, the brain or the voice behind, wherever it comes from', () => {
    for (const mind of everyMind()) {
      const after = (type: PlainSignal) => withSignal(mind, { type })
      expect(stateOf(after('speech-began'))).to.equal('listening')
      expect(after('ended')).to.deep.equal(mindAtRest)
      expect(after('cut')).to.deep.equal({ ...mind, brain: 'idle', isSpeaking: false })
      expect(after('spoken').brain).to.equal(mind.brain)
      expect(after('answered').isSpeaking).to.equal(mind.isSpeaking)
      expect(after('ear-closed').visitor).not.to.equal('speaking')
    }
  })

  it('comes to rest after every turn, wherever it was left', () => {
    const rest: PlainSignal[] = ['ear-closed', 'not-understood', 'answered', 'spoken']
    for (const mind of everyMind()) {
      const after = rest.reduce((left, type) => withSignal(left, { type }), mind)
      expect(after).to.deep.equal(mindAtRest)
    }
  })

  it('keeps its identity when nothing changes', () => {
    for (const mind of everyMind()) {
      const once = withSignal(mind, { type: 'first-token' })
      expect(withSignal(once, { type: 'first-token' })).to.equal(once)
    }
  })

  it('follows the brain’s own words for its states', () => {
    const after = MindState.options.map((state) => withSignal(mindAtRest, brainSignal(state)).brain)
    expect(after).to.deep.equal(MindState.options)
    expect(brainSignal('routing_to_llm').type).to.equal('model-asked')
    expect(brainSignal('generating_speech').type).to.equal('first-token')
    expect(brainSignal('idle').type).to.equal('answered')
  })
})

function everyMind(): Mind[] {
  const either = [true, false]
  return either.flatMap((isListening) =>
    either.flatMap((isSpeaking) =>
      (['silent', 'speaking', 'unclear'] as const).flatMap((visitor) =>
        MindState.options.map((brain) => ({ isListening, isSpeaking, visitor, brain })),
      ),
    ),
  )
}
