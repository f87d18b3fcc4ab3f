import { expect } from 'chai'
import { afterSignal, emptyMindLine, lastTurn, type MindLine } from './mind-line.ts'
import type { MindSignal } from './mind-state.ts'

type Step = readonly [at: number, type: Exclude<MindSignal['type'], 'brain-turned'>]

function lineOf(...steps: Step[]): MindLine {
  return steps.reduce((line, [at, type]) => afterSignal(line, { type }, at), emptyMindLine)
}

const spokenTurn: Step[] = [
  [0, 'ear-opened'],
  [1000, 'speech-began'],
  [2400, 'heard'],
  [2650, 'understood'],
  [2700, 'model-asked'],
  [3100, 'first-token'],
  [3350, 'first-sound'],
  [4000, 'answered'],
  [9000, 'spoken'],
]

describe('a mind’s time line', () => {
  it('tells when the mind turned to what, and why', () => {
    expect(lineOf(...spokenTurn).moments).to.deep.equal([
      { at: 0, state: 'listening', cause: 'ear-opened' },
      { at: 2400, state: 'analyzing_speech', cause: 'heard' },
      { at: 2650, state: 'analyzing_speech', cause: 'understood' },
      { at: 2700, state: 'routing_to_llm', cause: 'model-asked' },
      { at: 3100, state: 'generating_speech', cause: 'first-token' },
      { at: 3350, state: 'speaking', cause: 'first-sound' },
      { at: 9000, state: 'listening', cause: 'spoken' },
    ])
  })

  it('marks the steps of a turn, from what was heard to the first sound', () => {
    expect([...lastTurn(lineOf(...spokenTurn))]).to.deep.equal([
      ['heard', 2400],
      ['understood', 2650],
      ['model-asked', 2700],
      ['first-token', 3100],
      ['first-sound', 3350],
    ])
  })

  it('begins a turn anew with what is typed, and with a model asked again', () => {
    const typed = lineOf(...spokenTurn, [20_000, 'understood'], [20_100, 'model-asked'])
    expect([...lastTurn(typed)]).to.deep.equal([
      ['understood', 20_000],
      ['model-asked', 20_100],
    ])
    expect([...lastTurn(lineOf(...spokenTurn, [20_000, 'model-asked']))]).to.deep.equal([
      ['model-asked', 20_000],
    ])
  })

  it('counts nothing from a noise that was taken for speech', () => {
    const noise: Step[] = [
      [0, 'ear-opened'],
      [100, 'speech-began'],
      [400, 'heard'],
      [700, 'not-understood'],
    ]
    expect(lastTurn(lineOf(...noise)).size).to.equal(0)
    expect([...lastTurn(lineOf(...noise, [9000, 'understood']))]).to.deep.equal([
      ['understood', 9000],
    ])
  })

  it('marks the answer that counts when one starts over', () => {
    const turn = lastTurn(lineOf(...spokenTurn.slice(0, 7), [3500, 'reset'], [3900, 'first-token']))
    expect(turn.get('first-token')).to.equal(3900)
    expect(turn.has('first-sound')).to.equal(false)
    expect(turn.get('model-asked')).to.equal(2700)
  })

  it('says nothing twice', () => {
    const once = lineOf([0, 'first-token'])
    expect(afterSignal(once, { type: 'first-token' }, 5)).to.equal(once)
  })

  it('forgets the oldest moments of a very long call', () => {
    let line = emptyMindLine
    for (let turn = 0; turn < 300; turn += 1) {
      line = afterSignal(line, { type: 'first-sound' }, turn)
      line = afterSignal(line, { type: 'spoken' }, turn)
    }
    expect(line.moments).to.have.length(400)
    expect(line.moments.at(-1)).to.deep.equal({ at: 299, state: 'idle', cause: 'spoken' })
  })
})
