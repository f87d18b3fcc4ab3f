import type { Avatar, SpokenWord, Utterance } from '../../avatars/avatar.ts'
import { speechOf } from '@visavis/shared/spoken-text/markdown-speech.ts'

/** An answer that was silenced. */
export type HeardPart = {
  /** Its message's id. */
  readonly id: string
  /** As much of its text as had begun to be heard. */
  readonly heardText: string
  /** Nothing that can be said was left of it. */
  readonly isWhole: boolean
}

export type SpokenAnswerOptions = {
  /** Its message's id. */
  readonly id: string
  /** As much of its text as was heard before it had to begin anew; that is not said again. */
  readonly heardBefore?: string
  /** It is over: heard to its end, or cut by the avatar itself. */
  readonly onOver: (answer: SpokenAnswer, cut: HeardPart | null) => void
}

/**
 * One answer on its way to being heard: through one avatar after another, and with pauses in which
 * a visitor may or may not turn out to interrupt.
 */
export class SpokenAnswer {
  readonly id: string
  readonly #options: SpokenAnswerOptions
  #text = ''
  #hasEnded = false
  #isOver = false
  #avatar: Avatar | null = null
  #utterance: Utterance | null = null
  /** Where in the text the present utterance began. */
  #from = 0
  #word: SpokenWord | null = null

  constructor(options: SpokenAnswerOptions) {
    this.id = options.id
    this.#options = options
  }

  /** All that there is of it so far, as Markdown. */
  get text(): string {
    return this.#text
  }

  /** As much of the text as has begun to be heard. */
  get heardText(): string {
    return this.#text.slice(0, this.#word?.end ?? this.#from)
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** Speaks it, or what is left of it, through this avatar from now on. */
  speakThrough(avatar: Avatar): void {
    this.#avatar = avatar
    this.#begin()
  }

  say(text: string): void {
    this.#text += text
    if (this.#utterance === null) this.#begin()
    else this.#utterance.say(text)
  }

  end(): void {
    this.#hasEnded = true
    if (this.#utterance === null) this.#begin()
    this.#utterance?.end()
  }

  /** A word of the present utterance sounds; returns where it stands in the whole text. */
  hear({ start, end }: SpokenWord): SpokenWord {
    this.#word = { start: this.#from + start, end: this.#from + end }
    return this.#word
  }

  /** Silence, for as long as it is not clear whether the visitor takes the turn. */
  pause(): void {
    const utterance = this.#utterance
    this.#avatar = null
    this.#utterance = null
    utterance?.cut()
  }

  /** Silence for good. */
  cut(): HeardPart {
    this.#isOver = true
    this.pause()
    return this.#cut
  }

  get #cut(): HeardPart {
    const { heardText } = this
    const rest = this.#text.slice(heardText.length)
    const isWhole = this.#hasEnded && !/[\p{L}\p{N}]/u.test(speechOf(rest).text)
    return { id: this.id, heardText, isWhole }
  }

  #begin(): void {
    const avatar = this.#avatar
    if (avatar === null || this.#isOver) return
    const { heardBefore = '' } = this.#options
    const start = this.#word?.start ?? skipped(heardBefore, this.#text, this.#hasEnded)
    const rest = this.#text.slice(start ?? 0)
    if (start === null || (rest === '' && !this.#hasEnded)) return
    this.#from = start
    const utterance = avatar.speak({ id: this.id })
    this.#utterance = utterance
    utterance.say(rest)
    if (this.#hasEnded) utterance.end()
    void utterance.heard.then(({ isCut }) => {
      if (this.#utterance !== utterance) return
      this.#utterance = null
      this.#isOver = true
      this.#options.onOver(this, isCut ? this.#cut : null)
    })
  }
}

/**
 * How much of a text that is told anew was heard before; null while it may yet turn out to be. What
 * differs from what was heard is another answer, and is said from its beginning.
 */
function skipped(heard: string, text: string, isWhole: boolean): number | null {
  if (text.startsWith(heard)) return heard.length
  return heard.startsWith(text) ? (isWhole ? text.length : null) : 0
}
