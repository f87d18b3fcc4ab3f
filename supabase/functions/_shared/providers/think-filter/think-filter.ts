import { Borders, type BorderMarker } from './borders.ts'
import { CodeSpans } from './code-spans.ts'
import { nextMarkerStart, readMarker } from './markers.ts'
import { isSpokenOf } from './spoken-of.ts'

export type ThinkFilterSink = {
  /** Text of the answer, never empty; the answer does not begin with whitespace. */
  onText: (text: string) => void
  /** Called once for every piece that holds any thought. */
  onThinking: () => void
  /**
   * All text so far was thought. Comes when a thought ends that nobody saw begin, since the model's
   * template had opened it.
   */
  onRetract?: () => void
}

export type ThinkFilterOptions = {
  /**
   * The answer may begin inside a thought that the model's template has opened: its text waits until
   * a closing marker, or anything else, tells what it is.
   *
   * @defaultValue false
   */
  mayOpenInThought?: boolean
}

/** Longer than any answer may be, so that what is longer is a thought. */
const maxUndecidedLength = 32_768

/**
 * Takes the thoughts out of what a model writes, in whatever dialect it marks them: `<think>` and its
 * kin, Kimi's, Gemma's and Mistral's brackets, harmony's channels, deltas that the provider flags. Pieces may be
 * cut anywhere. Markers in code are text like any other. What may still become a marker is held back,
 * 256 characters at most; thoughts are not kept.
 *
 * Whatever is in doubt is taken for thought: no answer is better than a thought said aloud, since
 * then another model is asked.
 */
export class ThinkFilter {
  readonly #sink: ThinkFilterSink
  readonly #borders = new Borders()
  #answerCode = new CodeSpans()
  #thoughtCode = new CodeSpans()
  /** Until a thought flagged by the provider is closed by a tag: from then on tags decide. */
  #flagsDecide = true

  /** What may become a marker. */
  #held = ''
  /** The marker that is held whole, until what stands behind it tells whether it is only spoken of. */
  #doubtful: BorderMarker | undefined
  #behindDoubtful = ''
  /** What this piece adds to the answer. */
  #text = ''
  /** Text that may turn out to be a thought; undefined when that is no question. */
  #undecided: string | undefined
  #hasThought = false
  #hasOpenedInThought = false
  /** It has thought before, or between, what it has said. */
  #isBehindThought = false
  /** A tag stands before the answer, so that the one behind it is none of its text. */
  #isFramed = false
  #hasShown = false
  /** Whitespace is dropped as long as the answer has not begun. */
  #hasBegun = false
  /** The answer so far, since what stands before a doubtful marker tells what it is. */
  #answer = ''
  /** Where in the answer the markers open that it seemed only to speak of, by their names. */
  readonly #spokenOf = new Map<string, number>()
  /** The names of its thoughts: a model that thinks by one of them does not speak of it. */
  readonly #thoughtNames = new Set<string>()

  constructor(sink: ThinkFilterSink, { mayOpenInThought = false }: ThinkFilterOptions = {}) {
    this.#sink = sink
    if (mayOpenInThought) this.#undecided = ''
  }

  /** The answer has begun inside a thought that nobody saw begin. */
  get hasOpenedInThought(): boolean {
    return this.#hasOpenedInThought
  }

  /** Content as the model sent it. */
  add(content: string): void {
    if (this.#borders.isOnlyFlagged) {
      this.#borders.endFlagged()
      this.#letGo()
    }
    this.#read(content)
    this.#flush()
  }

  /** Content the provider flags as a thought; what follows a closing tag in it is answer. */
  addThought(content: string): void {
    if (this.#flagsDecide && this.#borders.isAnswer) {
      this.#release()
      this.#decideForAnswer()
      this.#borders.beginFlagged()
      this.#beginThought()
    }
    this.#read(content)
    if (this.#borders.isAnswer) this.#flagsDecide = false
    this.#flush()
  }

  /** The provider has sent a thought in a field of its own: then content is answer. */
  noteThought(): void {
    this.#decideForAnswer()
    this.#hasThought = true
    this.#isBehindThought = true
    this.#flush()
  }

  /**
   * The good end: what was held back comes out, when it is answer. An answer cut at its longest has
   * no such end: what may be a thought stays one.
   */
  end(): void {
    if (this.#doubtful?.kind === 'close') this.#decideAtEnd(this.#doubtful)
    this.#release()
    this.#decideForAnswer()
    this.#flush()
  }

  #read(content: string): void {
    let index = 0
    while (index < content.length) {
      if (this.#held === '') {
        const start = nextMarkerStart(content, index)
        this.#pass(content.slice(index, start))
        index = start
      }
      if (index < content.length) this.#hold(content.charAt(index))
      index += 1
    }
  }

  #hold(character: string): void {
    const held = this.#held + character
    if (this.#doubtful !== undefined) {
      this.#decide(this.#doubtful, character)
      return
    }
    this.#held = ''
    if (held.length === 1 && this.#borders.isAnswer && this.#answerCode.isCode) {
      this.#pass(held)
      return
    }
    const marker = readMarker(held)
    if (marker === 'unfinished') {
      this.#held = held
    } else if (marker === undefined) {
      const isNewStart = held.length > 1 && nextMarkerStart(character, 0) === 0
      this.#pass(isNewStart ? held.slice(0, -1) : held)
      if (isNewStart) this.#hold(character)
    } else if (marker.dialect === 'answer-tag') {
      if (!this.#isFrame(marker.kind)) this.#pass(held)
    } else if (this.#endsTurn(marker)) {
      this.#pass(held)
    } else if (this.#isDoubtful(marker)) {
      this.#held = held
      this.#doubtful = marker
    } else {
      this.#cross(marker)
    }
  }

  /** Whether a tag stands around the answer as a whole: it opens before, and closes behind. */
  #isFrame(kind: 'open' | 'close'): boolean {
    const isFrame =
      kind === 'open'
        ? this.#borders.isAnswer && this.#isBehindThought && !this.#hasBegun
        : this.#borders.isAnswer && this.#isFramed
    if (isFrame) this.#isFramed = kind === 'open'
    return isFrame
  }

  /** What ends a message of the answer ends no thought: it is for `turn-filter.ts` to read. */
  #endsTurn({ dialect, kind }: BorderMarker): boolean {
    return dialect === 'harmony' && kind === 'end' && this.#borders.isAnswer && this.#hasBegun
  }

  #isDoubtful(marker: BorderMarker): boolean {
    if (!this.#borders.isAnswer) return this.#thoughtCode.isOpeningInlineCode
    if (marker.dialect !== 'tag' || marker.doubt === 'nowhere') return false
    return marker.kind === 'close' || this.#hasBegun || marker.doubt === 'anywhere'
  }

  #decide(marker: BorderMarker, next: string): void {
    this.#behindDoubtful += next
    const behind = this.#behindDoubtful
    const spokenOf = this.#borders.isAnswer ? this.#isSpokenOf(marker, behind) : behind === '`'
    if (spokenOf === undefined) return
    const held = this.#letGo()
    if (!spokenOf) {
      this.#cross(marker)
    } else {
      if (marker.dialect === 'tag' && this.#borders.isAnswer) this.#noteSpokenOf(marker)
      this.#pass(held)
    }
    this.#read(behind)
  }

  /** The end of the answer ends its last line. */
  #decideAtEnd(marker: BorderMarker): void {
    const behind = `${this.#behindDoubtful}\n`
    if (!this.#borders.isAnswer || this.#isSpokenOf(marker, behind)) return
    this.#letGo()
    this.#cross(marker)
  }

  #isSpokenOf(marker: BorderMarker, behind: string): boolean | undefined {
    if (marker.dialect === 'tag') {
      const { name, kind, doubt } = marker
      if (kind !== 'close' && this.#thoughtNames.has(name)) return false
      // A stage direction has no end.
      if (kind === 'close' && doubt === 'anywhere' && this.#spokenOf.has(name)) return false
    }
    return isSpokenOf(marker, { line: this.#lastLine, behind })
  }

  #noteSpokenOf({ kind, name }: BorderMarker & { dialect: 'tag' }): void {
    if (kind === 'open' && !this.#spokenOf.has(name)) this.#spokenOf.set(name, this.#answer.length)
  }

  get #lastLine(): string {
    return this.#answer.slice(this.#answer.lastIndexOf('\n') + 1)
  }

  /** What is no marker goes where it belongs. */
  #pass(text: string): void {
    if (this.#borders.isAnswer) {
      const shown = this.#hasBegun ? text : text.trimStart()
      if (shown === '') return
      this.#hasBegun = true
      this.#answerCode.add(shown)
      this.#answer += shown
      this.#text += shown
    } else if (text !== '') {
      this.#hasThought = true
      if (this.#borders.isHeader) this.#borders.addToHeader(text)
      else this.#thoughtCode.add(text)
    }
  }

  #cross(marker: BorderMarker): void {
    this.#hasThought = true
    this.#isBehindThought = true
    const crossing = this.#borders.cross(marker)
    if (crossing === 'began') {
      if (marker.dialect === 'tag') this.#thoughtNames.add(marker.name)
      this.#beginThought()
    }
    if (crossing !== 'ended-unbegun') return
    if (marker.dialect === 'answer' && !this.#hasBegun) this.#decideForAnswer()
    else this.#endUnbegun(marker)
  }

  /**
   * What the answer seemed only to speak of has begun the thought after all: what stands before it
   * stays, unless a thought is expected there, too.
   */
  #endUnbegun(marker: BorderMarker): void {
    const start = marker.dialect === 'tag' ? this.#spokenOf.get(marker.name) : undefined
    if (start === undefined || this.#undecided !== undefined) {
      this.#hasOpenedInThought = true
      this.#voidAnswer()
    } else {
      const before = this.#answer.slice(0, start)
      this.#voidAnswer()
      this.#pass(before)
    }
  }

  /** Only a thought at the very beginning says that the template had opened none. */
  #beginThought(): void {
    this.#isBehindThought = true
    if (this.#undecided === '' && this.#text === '') this.#undecided = undefined
    this.#thoughtCode = new CodeSpans()
  }

  #voidAnswer(): void {
    this.#text = ''
    this.#answer = ''
    this.#spokenOf.clear()
    this.#undecided = undefined
    this.#answerCode = new CodeSpans()
    this.#hasBegun = false
    if (this.#hasShown) this.#sink.onRetract?.()
    this.#hasShown = false
  }

  #decideForAnswer(): void {
    this.#text = (this.#undecided ?? '') + this.#text
    this.#undecided = undefined
  }

  /** What was held back is no marker. */
  #release(): void {
    const behind = this.#behindDoubtful
    this.#pass(this.#letGo() + behind)
  }

  #letGo(): string {
    const held = this.#held
    this.#held = ''
    this.#doubtful = undefined
    this.#behindDoubtful = ''
    return held
  }

  #flush(): void {
    const text = this.#text
    this.#text = ''
    if (this.#undecided !== undefined) {
      this.#waitWith(this.#undecided, text)
    } else if (text !== '') {
      this.#hasShown = true
      this.#sink.onText(text)
    }
    if (this.#hasThought) this.#sink.onThinking()
    this.#hasThought = false
  }

  #waitWith(undecided: string, text: string): void {
    if (text !== '') this.#hasThought = true
    this.#undecided = undecided + text
    if (this.#undecided.length <= maxUndecidedLength) return
    this.#undecided = undefined
    this.#borders.beginUnseen()
  }
}
