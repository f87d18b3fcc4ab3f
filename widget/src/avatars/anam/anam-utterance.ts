import type { MessageStreamEvent } from '@anam-ai/js-sdk'
import { type Clock, pageClock } from '../../clock.ts'
import { deferred } from '../../deferred.ts'
import { InOrder } from '../../speech/speaking/in-order.ts'
import { loadMarkReaders, markReaders } from '@visavis/shared/spoken-text/load-mark-readers.ts'
import { codeBlockMark, MarkdownSpeech } from '@visavis/shared/spoken-text/markdown-speech.ts'
import { hasFormula } from '@visavis/shared/spoken-text/marked-formula.ts'
import { type Stretch, TracedText } from '@visavis/shared/spoken-text/traced-text.ts'
import type { HeardUtterance, Utterance } from '../avatar.ts'
import { HeardWords } from './heard-words.ts'

/** A stream of text on its way to Anam's voice; the SDK's is one. */
export type TalkStream = {
  streamMessageChunk(text: string, isEnd: boolean): Promise<void>
  endMessage(): Promise<void>
  isActive(): boolean
}

export type OpenStream = { readonly correlationId: string; readonly stream: TalkStream }

export type UtteranceLine = {
  /** Begins a stream under an id of its own; asked only once the avatar may be spoken to. */
  open(): OpenStream
  /** Cuts what is being said. */
  interrupt(): void
  /** A word begins to be heard: offsets into the text as it was given. */
  onWord(word: Stretch): void
  /** The first sound. */
  onStart(): void
  /** It has been heard, or cut. */
  onOver(): void
}

/** Words gather for so long before they are sent, unless they are many or end a clause. */
const gatheringMs = 80
const enoughCharacters = 20
/** Anam closes a stream without text after 15 seconds; ours ends before, and another one goes on. */
const stallMs = 10_000
/** After the last sign of a voice that says nothing of its end. */
const silenceMs = 5000
const slowestMsPerCharacter = 80
/** By then a voice that says nothing of its words has begun. */
const latestStartMs = 1000

type Timer = 'gathering' | 'stall' | 'start' | 'end'

const unspeakable = new RegExp(
  `[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\u200D\\uFE0F${codeBlockMark}]`,
  'gu',
)

/** One answer on its way through Anam's voice. */
export class AnamUtterance implements Utterance {
  readonly id: string
  readonly heard: Promise<HeardUtterance>
  readonly #line: UtteranceLine
  readonly #clock: Clock
  readonly #markdown = new MarkdownSpeech()
  readonly #words = new HeardWords()
  /** The ids of streams that were sent something and were not heard to their end. */
  readonly #open = new Set<string>()
  readonly #order = new InOrder()
  #source = ''
  #spoken = TracedText.empty
  #sentLength = 0
  #mayTalk = false
  #hasStarted = false
  #isWhole = false
  #isOver = false
  /** The stream that takes text. */
  #current: OpenStream | null = null
  readonly #timers = new Map<Timer, () => void>()
  readonly #heard = deferred<HeardUtterance>()

  constructor(id: string, line: UtteranceLine, clock: Clock = pageClock) {
    this.id = id
    this.#line = line
    this.#clock = clock
    this.heard = this.#heard.promise
  }

  /** From here on the avatar may be spoken to. */
  begin(): void {
    this.#mayTalk = true
    this.#send()
  }

  say(text: string): void {
    if (this.#isOver || this.#isWhole) return
    this.#source += text
    this.#order.do(
      () => this.#take(this.#markdown.push(text), () => this.#gather()),
      loadMarkReaders(text),
    )
  }

  end(): void {
    if (this.#isOver || this.#isWhole) return
    this.#order.do(() =>
      this.#take(this.#markdown.end(), () => {
        this.#isWhole = true
        this.#send()
      }),
    )
  }

  cut(): void {
    if (this.#isOver) return
    if (this.isUnderWay) this.#line.interrupt()
    this.#finish({ isCut: true })
  }

  /** Something of it is being said, or is about to be. */
  get isUnderWay(): boolean {
    return this.#open.size > 0
  }

  /** Whether something of it is being said as this stream. */
  isOn(correlationId: string): boolean {
    return this.#open.has(correlationId)
  }

  /** Anam has cut it. */
  wasCut(): void {
    this.#finish({ isCut: true })
  }

  /** Anam says something; what is of another utterance is left alone. */
  hear({ content, correlationId, endOfSpeech, interrupted }: MessageStreamEvent): void {
    const [oldest] = this.#open
    const id = correlationId ?? oldest
    if (this.#isOver || id === undefined || !this.#open.has(id)) return
    if (content.trim() !== '') {
      this.#start()
      for (const word of this.#words.hear(content, this.#spoken.text)) {
        this.#line.onWord(this.#spoken.original(word))
      }
    }
    if (interrupted) {
      this.#finish({ isCut: true })
    } else if (endOfSpeech) {
      this.#open.delete(id)
      if (this.#current?.correlationId === id) this.#current = null
      this.#finishIfHeard()
    }
    this.#awaitEnd()
  }

  /** Adds what is read of a text, its formulas in words; then it goes on. */
  #take(text: TracedText, then: () => void): Promise<void> | void {
    const add = (readable: TracedText) => {
      if (this.#isOver) return
      this.#add(readable)
      then()
    }
    const readers = hasFormula(text.text) ? markReaders() : undefined
    if (readers === undefined) return add(text)
    const language = /\p{Script=Cyrillic}/u.test(this.#source) ? 'ru' : 'en'
    return readers.formulasInWords(text, language).then(add)
  }

  #add(text: TracedText): void {
    this.#spoken = TracedText.join([this.#spoken, text.replace(unspeakable, () => ' ')])
  }

  /** Sends at once what begins an answer, ends a clause or is long enough, and the rest soon. */
  #gather(): void {
    const waiting = this.#spoken.text.slice(this.#sentLength)
    const words = waiting.slice(0, endOfWords(waiting))
    const isFirst = this.#sentLength === 0
    const isEnough = words.length >= enoughCharacters || /[.,;:!?…\n]\s*$/u.test(words)
    if (words.trim() !== '' && (isFirst || isEnough)) this.#send()
    else if (!this.#timers.has('gathering')) {
      this.#after('gathering', gatheringMs, () => this.#send())
    }
  }

  #send(): void {
    this.#callOff('gathering')
    if (!this.#mayTalk || this.#isOver) return
    const waiting = this.#spoken.text.slice(this.#sentLength)
    const text = this.#isWhole ? waiting : waiting.slice(0, endOfWords(waiting))
    // Blanks go with the word that follows them.
    if (text.trim() !== '') {
      this.#sentLength += text.length
      this.#talk(text)
    }
    if (!this.#isWhole) return
    this.#endStream()
    this.#finishIfHeard()
    this.#awaitEnd()
  }

  #talk(text: string): void {
    if (this.#current?.stream.isActive() !== true) {
      this.#current = this.#line.open()
      this.#open.add(this.#current.correlationId)
    }
    // Rejected if it was interrupted just now; that is told by an event of its own.
    this.#current.stream.streamMessageChunk(text, false).catch(() => undefined)
    if (!this.#hasStarted && !this.#timers.has('start')) {
      this.#after('start', latestStartMs, () => this.#start())
    }
    this.#after('stall', stallMs, () => this.#endStream())
  }

  #endStream(): void {
    this.#callOff('stall')
    const { stream } = this.#current ?? {}
    this.#current = null
    if (stream?.isActive() === true) stream.endMessage().catch(() => undefined)
  }

  #start(): void {
    if (this.#hasStarted || this.#isOver) return
    this.#hasStarted = true
    this.#line.onStart()
  }

  /** A voice that says nothing of its end is taken to be silent after a good while. */
  #awaitEnd(): void {
    if (!this.#isWhole || this.#isOver) return
    const left = this.#spoken.length - this.#words.end
    const patience = silenceMs + left * slowestMsPerCharacter
    this.#after('end', patience, () => this.#finish({ isCut: false }))
  }

  #finishIfHeard(): void {
    const isSent = this.#isWhole && this.#mayTalk
    if (isSent && this.#open.size === 0) this.#finish({ isCut: false })
  }

  #finish({ isCut }: { isCut: boolean }): void {
    if (this.#isOver) return
    this.#isOver = true
    if (isCut) this.#endStream()
    for (const callOff of this.#timers.values()) callOff()
    this.#open.clear()
    this.#heard.resolve({ text: isCut ? this.#heardText() : this.#source, isCut })
    this.#line.onOver()
  }

  #heardText(): string {
    const { end: heardEnd } = this.#words
    if (heardEnd === 0) return ''
    return this.#source.slice(0, this.#spoken.original({ start: 0, end: heardEnd }).end)
  }

  /** One timer of a name at a time. */
  #after(timer: Timer, delayMs: number, run: () => void): void {
    this.#callOff(timer)
    const callOff = this.#clock.after(delayMs, () => {
      this.#timers.delete(timer)
      run()
    })
    this.#timers.set(timer, callOff)
  }

  #callOff(timer: Timer): void {
    this.#timers.get(timer)?.()
    this.#timers.delete(timer)
  }
}

/** Where the last whole word ends, its blank included: up to there nothing changes any more. */
function endOfWords(text: string): number {
  return text.search(/\S*$/u)
}
