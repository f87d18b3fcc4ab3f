import { thoughtShown, type ChatEvent, type Usage } from '../../wire/chat-event.ts'
import type { AnswerSink, AttemptReport } from '../answer-source.ts'
import type { RunningStream } from '../streaming/running-stream.ts'
import { VisibleText } from './visible-text.ts'
import { wholeWords } from '../prompting/whole-words.ts'

type Author = { model: string; provider: string }

/** An answer as it is being written: what its readers see of it, and what will be kept. */
export class WrittenAnswer implements AnswerSink {
  readonly signal: AbortSignal
  readonly #stream: RunningStream
  readonly #textSoFar: string
  /** What every model's text stands behind. */
  readonly #kept: string
  #visible = new VisibleText()
  #content: string
  #resetReason: string | undefined
  #asked: Author | undefined
  #author: Author | undefined
  #usage: Usage | undefined
  #attempts = 0
  readonly #reports: AttemptReport[] = []
  #firstTextAt: number | undefined
  #isOver = false

  /** @param textSoFar what it has said already, when it is continued; else '' */
  constructor(stream: RunningStream, textSoFar: string) {
    this.signal = stream.stopSignal
    this.#stream = stream
    this.#textSoFar = textSoFar
    this.#kept = wholeWords(textSoFar)
    this.#content = this.#kept
    this.#publishText(this.#kept)
  }

  get content(): string {
    return this.#content
  }

  /** Who wrote it; as long as it is empty, who was asked last; of what it had said before, nobody. */
  get author(): Author | undefined {
    return this.#author ?? (this.#content === '' ? this.#asked : undefined)
  }

  /** The tokens it has cost, as far as anybody told. */
  get usage(): Usage | undefined {
    return this.#usage
  }

  /** How often a model was asked before and with its author. */
  get attempts(): number {
    return this.#attempts
  }

  /** How asking each model went that is done with. */
  get reports(): readonly AttemptReport[] {
    return this.#reports
  }

  /** When its first text was shown, on the clock of `performance`. */
  get firstTextAt(): number | undefined {
    return this.#firstTextAt
  }

  readonly onSelected: AnswerSink['onSelected'] = (selected) => {
    const { model, provider, attempt } = selected
    this.#asked = { model, provider }
    this.#attempts = attempt
    this.onEvent({ type: 'model-selected', ...selected })
  }

  readonly onText: AnswerSink['onText'] = (piece) => {
    if (this.#isOver || this.signal.aborted) return
    const text = this.#visible.add(piece)
    if (text === '') return
    this.#firstTextAt ??= performance.now()
    if (this.#resetReason !== undefined) this.#startOver(this.#resetReason, text)
    else this.#goOn(text)
  }

  /** What was shown stays until there is something to show instead. */
  readonly onRestart: AnswerSink['onRestart'] = (reason) => {
    this.#visible = new VisibleText()
    this.#resetReason = reason
  }

  /** A thought that was shown goes at once, whatever comes instead. */
  readonly onRetract: AnswerSink['onRetract'] = () => {
    if (this.#isOver || this.#content === this.#kept) return
    this.#visible = new VisibleText()
    this.#author = undefined
    this.#content = this.#kept
    this.onEvent({ type: 'reset', reason: thoughtShown })
    this.#publishText(this.#kept)
  }

  readonly onAttempt: AnswerSink['onAttempt'] = (report) => {
    this.#reports.push(report)
  }

  readonly onUsage: AnswerSink['onUsage'] = (usage) => {
    this.#usage = usage
  }

  /** Several at once are never read one without the other. */
  readonly onEvent = (...events: readonly ChatEvent[]): void => {
    if (!this.#isOver) this.#stream.publish(...events)
  }

  /** Nothing is written from now on. A last word that nobody said anew is put back. */
  close(): void {
    if (this.#author === undefined && this.#kept.length < this.#textSoFar.length) {
      this.#publishText(this.#textSoFar.slice(this.#kept.length))
      this.#content = this.#textSoFar
    }
    this.#isOver = true
  }

  #goOn(text: string): void {
    if (this.#author === undefined) {
      this.onEvent({ type: 'mind-state', state: 'generating_speech' })
    }
    this.#author = this.#asked
    this.#content += text
    this.#publishText(text)
  }

  /** All in one, so that nobody ever finds the answer empty. */
  #startOver(reason: string, text: string): void {
    this.#resetReason = undefined
    this.#author = this.#asked
    this.#content = this.#kept + text
    this.onEvent({ type: 'reset', reason }, { type: 'text-delta', text: this.#content })
  }

  #publishText(text: string): void {
    if (text !== '') this.onEvent({ type: 'text-delta', text })
  }
}
