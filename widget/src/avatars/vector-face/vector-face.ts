import {
  type Avatar,
  type AvatarEvents,
  type AvatarState,
  AvatarStateEvent,
  type Emotion,
  type Posture,
  SpokenWordEvent,
  type Utterance,
} from '../avatar.ts'
import type { Look } from '../portraits/look.ts'
import type { Speaker } from '../speaker.ts'
import { emotionAt, lastEmotion } from './emotion-at.ts'
import { type FaceClock, pageFaceClock } from './face-clock.ts'
import { LivingFace } from './living-face.ts'

export type VectorFaceOptions = {
  /** What it wears, of the portrait family; see `loadLook`. */
  look: Look
  /** Speaks aloud; the face closes it. */
  speaker: Speaker
  /** Whether the visitor's system asks for less motion, now or from a change on. */
  motion?: Pick<MediaQueryList, 'matches' | 'addEventListener' | 'removeEventListener'>
  clock?: FaceClock
  /** From 0 to 1; default: chance. */
  random?: () => number
}

/** A word this long is worth a lift of the brows, as is the last of a question. */
const weightyLetters = 8

/** How long a face keeps an emotion that nothing renews. */
const lingerMs = 1800

/** The drawn face: needs no key, no network and no camera, and has no ear of its own. */
export class VectorFace implements Avatar {
  readonly events: AvatarEvents = new EventTarget()
  readonly #speaker: Speaker
  readonly #face: LivingFace
  readonly #clock: FaceClock
  readonly #motion: NonNullable<VectorFaceOptions['motion']>
  #state: AvatarState = 'starting'
  #posture: Posture = 'idle'
  #emotion: Emotion = 'neutral'
  #utterance: Utterance | undefined
  #stopFading: (() => void) | undefined

  constructor({ look, speaker, ...options }: VectorFaceOptions) {
    this.#speaker = speaker
    this.#clock = options.clock ?? pageFaceClock
    this.#motion = options.motion ?? matchMedia('(prefers-reduced-motion: reduce)')
    this.#face = new LivingFace({
      look,
      clock: this.#clock,
      random: options.random ?? Math.random,
      isStill: this.#motion.matches,
    })
    this.#motion.addEventListener('change', this.#followMotion)
  }

  async attach(stage: HTMLElement): Promise<void> {
    if (this.#state !== 'starting') return
    stage.append(this.#face.element)
    this.#face.start()
    this.#turnTo(this.#posture)
  }

  speak({ id }: { id: string }): Utterance {
    this.interrupt()
    let text = ''
    const ifCurrent =
      <Parameters extends unknown[]>(react: (...parameters: Parameters) => void) =>
      (...parameters: Parameters) => {
        if (this.#utterance === utterance) react(...parameters)
      }
    const spoken = this.#speaker.speak(
      { id },
      {
        onStart: ifCurrent(() => this.#turnTo('speaking', this.#emotion)),
        onWord: ifCurrent((word) => {
          this.#turnTo('speaking', emotionAt(text, word.start))
          const isWeighty = word.end - word.start >= weightyLetters || text[word.end] === '?'
          if (isWeighty) this.#face.stress()
          this.events.dispatchEvent(new SpokenWordEvent(id, word))
        }),
        onViseme: ifCurrent((viseme, durationMs, delayMs = 0) =>
          this.#face.shapeMouth(viseme, durationMs, delayMs),
        ),
        onPause: ifCurrent(() => this.#face.closeMouth()),
      },
    )
    const rest = ifCurrent((emotion?: Emotion) => this.#rest(emotion))
    const utterance: Utterance = {
      id,
      say(more) {
        text += more
        spoken.say(more)
      },
      end: () => spoken.end(),
      cut() {
        spoken.cut()
        rest()
      },
      heard: spoken.heard.then((heard) => {
        rest(heard.isCut ? undefined : lastEmotion(text))
        return heard
      }),
    }
    this.#utterance = utterance
    return utterance
  }

  interrupt(): void {
    this.#utterance?.cut()
  }

  duck(isDucked: boolean): void {
    this.#speaker.duck(isDucked)
  }

  pose(posture: Posture, emotion?: Emotion): void {
    if (posture === 'listening' && posture === this.#state) this.#face.followTalk()
    this.#posture = posture
    if (this.#state === 'idle' || this.#state === 'listening' || this.#state === 'thinking') {
      this.#turnTo(posture, emotion ?? this.#emotion)
      if (emotion === undefined) this.#fade()
      else this.#stopFading?.()
    }
  }

  async listen(): Promise<void> {}

  async close(): Promise<void> {
    if (this.#state === 'closed') return
    this.interrupt()
    this.#stopFading?.()
    this.#speaker.close()
    this.#motion.removeEventListener('change', this.#followMotion)
    this.#face.close()
    this.#turnTo('closed')
  }

  readonly #followMotion = () => this.#face.holdStill(this.#motion.matches)

  /** What was being spoken is over; an answer may be nothing but a stage direction. */
  #rest(emotion = this.#emotion): void {
    this.#utterance = undefined
    this.#face.closeMouth()
    if (this.#state === 'closed' || this.#state === 'starting') return
    if (this.#state !== 'speaking' && emotion === this.#emotion) return
    this.#turnTo(this.#posture, emotion)
    this.#fade()
  }

  #fade(): void {
    this.#stopFading?.()
    this.#stopFading = this.#clock.after(lingerMs, () => {
      if (this.#state !== 'speaking') this.#turnTo(this.#posture)
    })
  }

  #turnTo(state: AvatarState, emotion: Emotion = 'neutral'): void {
    if (state !== 'closed' && state !== 'starting') {
      if (state !== this.#state || emotion !== this.#emotion) this.#face.turnTo(state, emotion)
    }
    this.#emotion = emotion
    if (state === this.#state) return
    this.#state = state
    this.events.dispatchEvent(new AvatarStateEvent(state))
  }
}
