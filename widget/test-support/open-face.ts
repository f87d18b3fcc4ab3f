import type { AvatarState } from '../src/avatars/avatar.ts'
import { look as eva } from '../src/avatars/portraits/looks/eva.ts'
import { VectorFace, type VectorFaceOptions } from '../src/avatars/vector-face/vector-face.ts'
import { ManualClock } from './manual-clock.ts'
import { ScriptedSpeaker } from './scripted-speaker.ts'

/** What a visitor's system says of motion, as a test has it. */
export class MotionWish extends EventTarget {
  matches: boolean
  followers = 0

  constructor(isReduced = false) {
    super()
    this.matches = isReduced
  }

  override addEventListener(type: string, listener: EventListenerOrEventListenerObject): void {
    this.followers += 1
    super.addEventListener(type, listener)
  }

  override removeEventListener(type: string, listener: EventListenerOrEventListenerObject): void {
    this.followers -= 1
    super.removeEventListener(type, listener)
  }

  turnTo(isReduced: boolean): void {
    this.matches = isReduced
    this.dispatchEvent(new Event('change'))
  }
}

/** The same chance every time: a small linear congruential generator. */
function steadyRandom(): () => number {
  let state = 7
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648
    return state / 2147483648
  }
}

const opened: { face: VectorFace; stage: HTMLElement }[] = []

/** A face on a stage of 400 × 300 px, whose time, chance and voice a test holds. */
export async function openFace(options: Partial<VectorFaceOptions> = {}) {
  const clock = new ManualClock()
  const speaker = new ScriptedSpeaker()
  const face = new VectorFace({
    ...{ look: eva, speaker, clock, random: steadyRandom(), motion: new MotionWish() },
    ...options,
  })
  const stage = document.createElement('div')
  stage.style.width = '400px'
  stage.style.height = '300px'
  document.body.prepend(stage)
  opened.push({ face, stage })
  const states: AvatarState[] = []
  face.events.addEventListener('state', ({ state }) => states.push(state))
  await face.attach(stage)
  // What a text tells it comes behind its first frame.
  await import('../src/avatars/vector-face/emotion-at.ts')
  await new Promise((resolve) => setTimeout(resolve))
  const part = (name: string) => stage.querySelector(`[data-part=${name}]`)
  const shape = () => {
    const numbers = stage.querySelector<SVGElement>('[data-shape]')?.dataset['shape'] ?? ''
    const [open = 0, width = 0, round = 0] = numbers.split(' ').map(Number)
    return { open, width, round }
  }
  return { face, clock, speaker, stage, states, part, shape }
}

/** Closes what was opened. */
export async function closeFaces(): Promise<void> {
  for (const { face, stage } of opened.splice(0)) {
    await face.close()
    stage.remove()
  }
}
