import {
  lengthOf,
  spansOf,
  startOf,
  type StateSpan,
  type Step,
  type StepSpan,
  type Turn,
} from './turn-log.ts'
import type { StandWords } from '../languages/site-words.ts'

function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  name: string,
  ...content: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  if (name) element.className = name
  element.append(...content)
  return element
}

/** Milliseconds as they are read: with a thin space between thousands. */
export function milliseconds(ms: number, words: StandWords): string {
  const digits = `${Math.round(ms)}`.replaceAll(/\B(?=(?:\d{3})+$)/gu, '\u202f')
  return `${digits}\u00a0${words.ms}`
}

/** One turn: how long each step took and when it was reached, in milliseconds, each on its line. */
export function drawTurn(turn: Turn, words: StandWords): HTMLLIElement {
  const { at } = turn
  const start = startOf(turn)
  const sound = at['first-sound']
  const total =
    sound === undefined ? words.pending : words.total(milliseconds(sound - start, words))
  const table = make('ol', 'steps')
  for (const span of spansOf(turn)) table.append(drawStep(turn, span, words))
  const notes = [
    at.written !== undefined && words.written(milliseconds(at.written - start, words)),
    turn.model && `${words.model}: ${turn.model}, ${turn.provider}`,
    turn.voice && `${words.voice}: ${words.voices[turn.voice as keyof StandWords['voices']]}`,
  ].filter((note) => typeof note === 'string' && note !== '')
  return make(
    'li',
    'turn',
    make('h3', '', words.turn(turn.number, turn.isSpoken)),
    make('p', 'total', total),
    table,
    make('p', 'notes', notes.join(' · ')),
  )
}

/** A step: its bar stands where it began and is as long as it took. */
function drawStep(turn: Turn, { step, fromMs, lastsMs }: StepSpan, words: StandWords): HTMLElement {
  const reachedMs = fromMs + lastsMs
  const way = make('span', 'way')
  way.ariaHidden = 'true'
  const restMs = lengthOf(turn) - reachedMs
  for (const [name, share] of [
    ['', fromMs],
    ['bar', Math.max(lastsMs, 1)],
    ['', restMs],
  ] as const) {
    const piece = make('span', name)
    piece.style.flexGrow = `${share}`
    way.append(piece)
  }
  return make(
    'li',
    step,
    make('span', 'step', nameOf(turn, step, words)),
    way,
    make('span', 'took', `+${milliseconds(lastsMs, words)}`),
    make('span', 'reached', milliseconds(reachedMs, words)),
  )
}

/** A server that answers by rules asks no model, and the stand does not say that it did. */
function nameOf({ at, model }: Turn, step: Step, words: StandWords): string {
  const wasNoneAsked = step === 'model-asked' && at.written !== undefined && model === null
  return wasNoneAsked ? words.rulesAsked : words.steps[step]
}

/** The states of the mind, oldest first, each as long as it lasted. */
export function drawStates(spans: readonly StateSpan[], words: StandWords, now: number): Node[] {
  return spans.map(({ state, from, to }) => {
    const lastsMs = (to ?? now) - from
    // Nobody waits for the end of a rest, so its time does not run.
    const isRest = to === null && state === 'idle'
    const name = words.states[state as keyof StandWords['states']]
    const item = make(
      'li',
      `${state}${to === null ? ' now' : ''}`,
      make('span', 'name', name),
      make('span', 'ms', isRest ? '' : milliseconds(lastsMs, words)),
    )
    // A long silence does not push everything else off the line.
    item.style.flexGrow = `${Math.sqrt(Math.min(lastsMs, 20_000))}`
    return item
  })
}
