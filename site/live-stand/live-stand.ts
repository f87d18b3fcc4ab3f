import type {} from '@visavis/widget'
import { languages, pageLanguage } from '../languages/languages.ts'
import { startThemeSwitch } from '../theme-switch.ts'
import { drawStates, drawTurn } from './draw.ts'
import { afterTold, emptyLog, type Told } from './turn-log.ts'

const words = languages[pageLanguage()].stand
const find = (selector: string) => document.querySelector<HTMLElement>(selector)
const widget = find('psy-avatar')

let log = emptyLog
let isTicking = false

function tell(told: Told): void {
  log = afterTold(log, told)
  find('.turns')?.replaceChildren(...log.turns.map((turn) => drawTurn(turn, words)))
  find('.nothing')?.toggleAttribute('hidden', log.turns.length > 0)
  drawTime()
}

/** The state that lasts grows while the page is looked at. */
function drawTime(): void {
  const states = find('.states')
  if (states) {
    const isAtEnd = states.scrollLeft + states.clientWidth > states.scrollWidth - 24
    states.replaceChildren(...drawStates(log.states, words, performance.now()))
    // Whoever has gone back along the line stays there.
    if (isAtEnd) states.scrollLeft = states.scrollWidth
  }
  const lasts = log.states.at(-1)
  if (isTicking || !lasts || lasts.state === 'idle') return
  isTicking = true
  setTimeout(() => {
    isTicking = false
    drawTime()
  }, 100)
}

function note(place: string, text: string): void {
  const element = find(`[data-fact="${place}"]`)
  if (element && element.textContent !== text) element.textContent = text
}

widget?.addEventListener('visavis-turn-step', ({ step, at }) => tell({ type: 'step', step, at }))
widget?.addEventListener('visavis-mind-state-change', ({ state }) =>
  tell({ type: 'state', state, at: performance.now() }),
)
widget?.addEventListener('visavis-model-selected', ({ model, provider }) => {
  // Rules are no model: it says so when the answer is written.
  if (provider === 'offline') return
  tell({ type: 'model', model, provider })
  note('model', `${model}, ${provider}`)
})
widget?.addEventListener('visavis-message-end', () => {
  tell({ type: 'written', at: performance.now() })
  if (log.turns[0]?.model === null) note('model', words.noModel)
})
widget?.addEventListener('visavis-call-start', ({ face }) => note('face', words.faces[face]))
widget?.addEventListener('visavis-caption', ({ voice }) => {
  if (voice === null) return
  note('voice', words.voices[voice])
  if (log.turns[0]?.voice !== voice) tell({ type: 'voice', voice })
})
startThemeSwitch((theme) => widget?.setAttribute('theme', theme))
