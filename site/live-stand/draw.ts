import { spansOf, type StateSpan, type Step, steps, type Turn } from './turn-log.ts'
import type { StandWords } from './words.ts'

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

/** One turn: its way to the first sound as a line, and every step of it in milliseconds. */
export function drawTurn(turn: Turn, words: StandWords): HTMLLIElement {
  const { at } = turn
  const start = at.heard ?? at.understood ?? 0
  const sound = at['first-sound']
  const total =
    sound === undefined ? words.pending : words.total(milliseconds(sound - start, words))
  const track = make('div', 'track')
  track.ariaHidden = 'true'
  for (const { step, lastsMs } of spansOf(turn)) {
    const span = make('span', step)
    span.style.flexGrow = `${Math.max(lastsMs, 1)}`
    track.append(span)
  }
  const table = make('dl', 'steps')
  for (const step of steps) if (at[step] !== undefined) table.append(drawStep(turn, step, words))
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
    track,
    table,
    make('p', 'notes', notes.join(' · ')),
  )
}

function drawStep({ at }: Turn, step: Step, words: StandWords): HTMLElement {
  const start = at.heard ?? at.understood ?? 0
  const name = make('dt', step, words.steps[step])
  const value = make('dd', '', milliseconds((at[step] ?? start) - start, words))
  return make('div', '', name, value)
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
