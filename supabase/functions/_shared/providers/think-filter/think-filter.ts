import { CodeSpans } from './code-spans.ts'
import { nextMarkerStart, readMarker, type Marker } from './markers.ts'

export type ThinkFilterSink = {
  /** Text of the answer, never empty; it does not begin with whitespace. */
  onText: (text: string) => void
  /** Called once for every piece that holds any thought. */
  onThinking: () => void
  /**
   * All text so far was thought. Comes when a thought ends that nobody saw begin, since the model's
   * template had opened it.
   */
  onVoid?: () => void
}

/** Where the reading stands: in the answer, in a thought, or in the header of a harmony message. */
type Place = 'answer' | 'header' | Marker['dialect']

/**
 * Takes the thoughts out of what a model writes, in whatever dialect it marks them: `<think>` and its
 * kin, Kimi's and Gemma's brackets, harmony's channels, thoughts that the provider flags. Pieces may
 * be cut anywhere. Markers in code are text like any other. A thought is never kept: only what may
 * still become a marker is held back, 256 characters at most.
 *
 * Whatever is in doubt is taken for thought: no answer is better than a thought said aloud, since
 * then another model is asked.
 */
export class ThinkFilter {
  readonly #sink: ThinkFilterSink
  #place: Place = 'answer'
  /** The tags that are open, outermost first. */
  #openTags: string[] = []
  /** The thought is one only because the provider says so. */
  #isOnlyFlagged = false
  /** Until a thought flagged by the provider is closed by a tag: from then on tags decide. */
  #flagsDecide = true
  #harmonyChannel: string | undefined
  #hasHarmony = false

  /** What may become a marker. */
  #held = ''
  /** A whole marker whose next character tells whether it is only quoted. */
  #quoted: Marker | undefined
  #answerCode = new CodeSpans()
  #thoughtCode = new CodeSpans()

  /** What this piece adds to the answer. */
  #text = ''
  #hasThought = false
  #hasShown = false
  #dropsWhitespace = true
  #endsInWhitespace = true

  constructor(sink: ThinkFilterSink) {
    this.#sink = sink
  }

  /** Content as the model sent it. */
  add(content: string): void {
    if (this.#isOnlyFlagged) this.#leaveThought()
    this.#read(content)
    this.#flush()
  }

  /** Content the provider flags as a thought; what follows a closing tag in it is answer. */
  addThought(content: string): void {
    if (this.#flagsDecide && this.#place === 'answer') {
      this.#release()
      this.#enterThought('tag')
      this.#openTags = ['thought']
      this.#isOnlyFlagged = true
    }
    this.#read(content)
    if (this.#place === 'answer') this.#flagsDecide = false
    this.#flush()
  }

  /** The good end: what was held back comes out, when it is answer. */
  end(): void {
    this.#release()
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
    if (this.#quoted !== undefined) {
      this.#decideQuoted(this.#quoted, character)
      return
    }
    this.#held = ''
    if (held.length === 1 && this.#place === 'answer' && this.#answerCode.isCode) {
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
    } else if (this.#place !== 'answer' && this.#thoughtCode.isOpeningInlineCode) {
      this.#held = held
      this.#quoted = marker
    } else {
      this.#apply(marker)
    }
  }

  /** A thought may speak of a marker: `</think>` between two backticks ends nothing. */
  #decideQuoted(marker: Marker, next: string): void {
    const held = this.#held
    this.#held = ''
    this.#quoted = undefined
    if (next === '`') {
      this.#pass(held + next)
    } else {
      this.#apply(marker)
      this.#read(next)
    }
  }

  /** What is no marker goes where it belongs. */
  #pass(text: string): void {
    if (text === '') return
    if (this.#place === 'header') {
      if (this.#harmonyChannel !== undefined && this.#harmonyChannel.length < 16) {
        this.#harmonyChannel += text.slice(0, 16)
      }
    } else if (this.#place === 'answer') {
      const shown = this.#dropsWhitespace ? text.trimStart() : text
      if (shown === '') return
      this.#dropsWhitespace = false
      this.#endsInWhitespace = shown.trimEnd() !== shown
      this.#answerCode.add(shown)
      this.#text += shown
      return
    } else {
      this.#thoughtCode.add(text)
    }
    this.#hasThought = true
  }

  #apply(marker: Marker): void {
    this.#hasThought = true
    if (marker.dialect === 'harmony') this.#applyHarmony(marker.kind)
    else if (marker.dialect === 'gemma') this.#applyGemma(marker.kind)
    else this.#applyTag(marker.kind, marker.name)
  }

  #applyTag(kind: 'open' | 'close' | 'empty', name: string): void {
    if (kind === 'empty') return
    if (this.#place === 'answer') {
      if (kind === 'close') {
        this.#voidAnswer()
      } else {
        this.#enterThought('tag')
        this.#openTags = [name]
      }
    } else if (this.#place === 'tag') {
      if (kind === 'close') this.#closeTag(name)
      else if (this.#isOnlyFlagged) this.#isOnlyFlagged = false
      else if (this.#openTags.length < maxDepth) this.#openTags.push(name)
    }
  }

  /** Closes the innermost tag of this name and all within it; models confuse names, so else any. */
  #closeTag(name: string): void {
    const depth = this.#openTags.lastIndexOf(name)
    this.#openTags.length = depth === -1 ? this.#openTags.length - 1 : depth
    if (this.#openTags.length === 0) this.#leaveThought()
  }

  #applyGemma(kind: 'open' | 'close'): void {
    if (this.#place === 'answer') {
      if (kind === 'open') this.#enterThought('gemma')
      else this.#voidAnswer()
    } else if (this.#place === 'gemma' && kind === 'close') {
      this.#leaveThought()
    }
  }

  #applyHarmony(kind: 'header' | 'channel' | 'message' | 'end'): void {
    if (this.#place === 'tag' || this.#place === 'gemma') return
    if (kind === 'end') {
      this.#leaveThought()
    } else if (kind === 'message') {
      this.#beginHarmonyMessage()
    } else {
      if (kind === 'channel') this.#harmonyChannel = ''
      else if (this.#place !== 'header') this.#harmonyChannel = undefined
      this.#place = 'header'
    }
  }

  #beginHarmonyMessage(): void {
    const hasHeader = this.#place === 'header'
    const channel = hasHeader ? this.#harmonyChannel : ''
    const isAnswer = channel === undefined || channel.trim().startsWith('final')
    // What came before the first header was the end of a message that the template had begun.
    if (!this.#hasHarmony && (isAnswer || !hasHeader)) this.#voidAnswer()
    if (isAnswer) this.#leaveThought()
    else this.#enterThought('harmony')
    this.#hasHarmony = true
  }

  #enterThought(dialect: Marker['dialect']): void {
    this.#place = dialect
    this.#thoughtCode = new CodeSpans()
  }

  #leaveThought(): void {
    this.#place = 'answer'
    this.#isOnlyFlagged = false
    this.#held = ''
    this.#quoted = undefined
    this.#dropsWhitespace = this.#endsInWhitespace
  }

  #voidAnswer(): void {
    this.#text = ''
    this.#answerCode = new CodeSpans()
    this.#dropsWhitespace = true
    this.#endsInWhitespace = true
    if (this.#hasShown) this.#sink.onVoid?.()
    this.#hasShown = false
  }

  /** What was held back is no marker. */
  #release(): void {
    const held = this.#held
    this.#held = ''
    this.#quoted = undefined
    this.#pass(held)
  }

  #flush(): void {
    const text = this.#text
    this.#text = ''
    if (text !== '') {
      this.#hasShown = true
      this.#sink.onText(text)
    }
    if (this.#hasThought) this.#sink.onThinking()
    this.#hasThought = false
  }
}

/** Deeper than any model nests its thoughts. */
const maxDepth = 100
