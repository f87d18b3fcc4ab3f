import type { HeardUtterance, SpokenWord, Utterance } from '../../avatars/avatar.ts'
import type { SpeakerEvents } from '../../avatars/speaker.ts'
import { deferred } from '../../deferred.ts'
import { InOrder } from './in-order.ts'
import { loadMarkReaders } from '@visavis/shared/spoken-text/load-mark-readers.ts'
import { MarkdownSpeech } from '@visavis/shared/spoken-text/markdown-speech.ts'
import { loadRules, type SpokenLanguage } from '@visavis/shared/spoken-text/readable/load-rules.ts'
import { languageOf, readable } from '@visavis/shared/spoken-text/readable/readable.ts'
import { SentenceCutter } from '@visavis/shared/spoken-text/sentences.ts'
import type { TracedText } from '@visavis/shared/spoken-text/traced-text.ts'
import type { VoiceChain } from './voices/voice-chain.ts'

type UtteranceParts = {
  readonly id: string
  readonly language: SpokenLanguage
  readonly voices: VoiceChain
  readonly events: SpeakerEvents
}

/** A piece of the text, and how it is read aloud; offsets are those of the utterance's text. */
type Piece = {
  readonly spoken: TracedText
  readonly language: SpokenLanguage
  readonly end: number
}

/** One whose reading may still have to load. */
type ComingPiece = Omit<Piece, 'spoken'> & { spoken: TracedText | null }

/** One answer on its way to being heard: cut into pieces as it streams, spoken one by one. */
export class SpokenUtterance implements Utterance {
  readonly id: string
  readonly heard: Promise<HeardUtterance>
  readonly #parts: UtteranceParts
  readonly #markdown = new MarkdownSpeech()
  readonly #cutter = new SentenceCutter()
  readonly #order = new InOrder()
  readonly #pieces: ComingPiece[] = []
  #text = ''
  #heardTo = 0
  #isEnded = false
  /** All pieces are there. */
  #isWhole = false
  #isCut = false
  #isHeld = false
  #isSounding = false
  #rewindTo: number | null = null
  #word: SpokenWord | null = null
  /** Ends what is being spoken of the piece at hand. */
  #stop: () => void = () => undefined
  /** Lets the loop look again at what has changed. */
  #wake: () => void = () => undefined
  readonly #heard = deferred<HeardUtterance>()

  constructor(parts: UtteranceParts) {
    this.id = parts.id
    this.#parts = parts
    this.heard = this.#heard.promise
    void this.#run()
  }

  /** The word that was heard last. */
  get word(): SpokenWord | null {
    return this.#word
  }

  say(text: string): void {
    if (this.#isEnded) return
    this.#text += text
    // What a number takes begins to load before its piece is whole.
    loadRules(this.#parts.language, text).catch(() => undefined)
    this.#order.do(
      () => this.#addPieces(this.#cutter.push(this.#markdown.push(text))),
      loadMarkReaders(text),
    )
  }

  end(): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#order.do(() => {
      this.#isWhole = true
      const pieces = this.#cutter.push(this.#markdown.end())
      this.#addPieces([...pieces, ...this.#cutter.end()])
      this.#wake()
    })
  }

  cut(): void {
    if (this.#isCut) return
    this.#isCut = true
    this.#stop()
    this.#wake()
  }

  /** While held, it does not go on beyond the piece at hand. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld
    this.#wake()
  }

  /** Goes back to a word of the piece at hand, and on from there. */
  rewind(word: SpokenWord): void {
    this.#rewindTo = word.start
    this.#stop()
    this.#wake()
  }

  #addPieces(pieces: readonly TracedText[]): void {
    pieces.forEach((piece, index) => {
      const { end } = piece.original({ start: 0, end: piece.length })
      const language = languageOf(piece.text, this.#parts.language)
      const isLast = this.#isWhole && index === pieces.length - 1
      const added: ComingPiece = { spoken: null, language, end }
      this.#pieces.push(added)
      void readable(piece, { language, isLast }).then((spoken) => {
        added.spoken = spoken
        this.#prepareNext()
        this.#wake()
      })
    })
  }

  #prepareNext(): void {
    const next = this.#pieces.filter(({ spoken }) => spoken?.length !== 0)[0]
    if (next?.spoken && !this.#isCut) {
      this.#parts.voices.prepare({ text: next.spoken.text, language: next.language })
    }
  }

  async #run(): Promise<void> {
    // Whoever made it has its handle before anything happens.
    await Promise.resolve()
    while (!this.#isCut) {
      const [next] = this.#pieces
      if (next?.spoken) {
        this.#pieces.shift()
        await this.#speakPiece({ ...next, spoken: next.spoken })
      } else if (!next && this.#isWhole) break
      else await this.#change()
    }
    this.#pause()
    const isWhole = !this.#isCut
    const text = isWhole ? this.#text : this.#text.slice(0, this.#heardTo)
    this.#heard.resolve({ text, isCut: !isWhole })
  }

  async #speakPiece(piece: Piece): Promise<void> {
    let from = 0
    while (!this.#isCut) {
      this.#prepareNext()
      await this.#speakFrom(piece, from)
      // Until it is let go, it may have to go back.
      while (this.#isHeld && !this.#isCut && this.#rewindTo === null) {
        this.#pause()
        await this.#change()
      }
      if (this.#rewindTo === null) break
      from = piece.spoken.indexOf(this.#rewindTo)
      this.#rewindTo = null
    }
    if (!this.#isCut) this.#heardTo = Math.max(this.#heardTo, piece.end)
  }

  async #speakFrom({ spoken, language }: Piece, from: number): Promise<void> {
    const text = spoken.slice(from)
    if (text.length === 0) return
    const controller = new AbortController()
    this.#stop = () => controller.abort()
    const { voices, events } = this.#parts
    await voices.speak(
      { text: text.text, language },
      {
        onStart: () => this.#begin(),
        onWord: (word) => {
          this.#begin()
          this.#word = text.original(word)
          this.#heardTo = Math.max(this.#heardTo, this.#word.end)
          events.onWord(this.#word)
        },
        onViseme: (viseme, durationMs, delayMs) => {
          events.onViseme(viseme, durationMs, delayMs)
        },
      },
      controller.signal,
    )
    this.#stop = () => undefined
    // Stopped, or nothing more to say at the moment: the mouth rests until there is.
    if (controller.signal.aborted || this.#pieces.length === 0) this.#pause()
  }

  #begin(): void {
    if (this.#isSounding) return
    this.#isSounding = true
    this.#parts.events.onStart()
  }

  #pause(): void {
    if (!this.#isSounding) return
    this.#isSounding = false
    this.#parts.events.onPause()
  }

  /** Resolves when something was said, ended, cut, held, let go or rewound. */
  #change(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve))
  }
}
