import type { Marker } from './markers.ts'

/** Where the reading stands: in the answer, in a thought, or in the header of a harmony message. */
type Place = 'answer' | 'header' | 'tag' | 'gemma' | 'harmony'

/** A marker that stands between thoughts and answer wherever it is read. */
export type BorderMarker = Exclude<Marker, { dialect: 'answer-tag' }>

/**
 * What a marker means for the text around it: a thought begins, or one has ended that nobody saw
 * begin, so that the text before was thought, too.
 */
export type Crossing = 'began' | 'ended-unbegun' | undefined

/** Deeper than any model nests its thoughts. */
const maxDepth = 100

/** The name of a harmony channel is short. */
const maxHeaderLength = 32

/** Follows markers over the borders between thoughts and answer; each dialect ends what it began. */
export class Borders {
  #place: Place = 'answer'
  /** The tags that are open, outermost first. */
  #openTags: string[] = []
  /** The thought is one only because the provider says so. */
  #isOnlyFlagged = false
  /** Whose message it is; '' for the model's own, as its template has begun it. */
  #role = ''
  /** Undefined in a message that names no channel. */
  #channel: string | undefined
  #hasMessages = false

  get isAnswer(): boolean {
    return this.#place === 'answer'
  }

  get isHeader(): boolean {
    return this.#place === 'header'
  }

  get isOnlyFlagged(): boolean {
    return this.#isOnlyFlagged
  }

  beginFlagged(): void {
    this.#place = 'tag'
    this.#openTags = ['thought']
    this.#isOnlyFlagged = true
  }

  endFlagged(): void {
    this.#end()
  }

  /** As if the template had opened a thought. */
  beginUnseen(): void {
    this.#place = 'tag'
    this.#openTags = ['think']
  }

  addToHeader(text: string): void {
    if (this.#channel === undefined) this.#role = (this.#role + text).slice(0, maxHeaderLength)
    else this.#channel = (this.#channel + text).slice(0, maxHeaderLength)
  }

  cross(marker: BorderMarker): Crossing {
    if (marker.dialect === 'harmony') return this.#crossHarmony(marker.kind)
    if (marker.dialect === 'answer') return this.#crossToAnswer(marker.kind)
    if (this.#place === 'answer') return this.#crossFromAnswer(marker)
    if (this.#place !== marker.dialect) return undefined
    if (marker.dialect === 'tag') return this.#crossTag(marker)
    if (marker.kind === 'close') this.#end()
    return undefined
  }

  #crossToAnswer(kind: 'begin' | 'frame'): Crossing {
    if (kind === 'frame') return undefined
    if (this.#place === 'tag') this.#end()
    else if (this.#place === 'answer') return 'ended-unbegun'
    return undefined
  }

  #crossFromAnswer(marker: Marker & { dialect: 'tag' | 'gemma' }): Crossing {
    if (marker.kind === 'empty') return undefined
    if (marker.kind === 'close') return 'ended-unbegun'
    this.#place = marker.dialect
    if (marker.dialect === 'tag') this.#openTags = [marker.name]
    return 'began'
  }

  /**
   * Closes the innermost tag of this name and all within it; models confuse names, so else any, unless
   * the thought may only speak of it.
   */
  #crossTag({ kind, name, doubt }: Marker & { dialect: 'tag' }): Crossing {
    if (kind === 'close') {
      const depth = this.#openTags.lastIndexOf(name)
      if (depth === -1 && doubt !== 'nowhere') return undefined
      this.#openTags.length = depth === -1 ? this.#openTags.length - 1 : depth
      if (this.#openTags.length === 0) this.#end()
      return undefined
    }
    if (kind === 'empty') return undefined
    if (this.#isOnlyFlagged) this.#isOnlyFlagged = false
    else if (this.#openTags.length < maxDepth) this.#openTags.push(name)
    return undefined
  }

  #crossHarmony(kind: (Marker & { dialect: 'harmony' })['kind']): Crossing {
    if (this.#place === 'tag' || this.#place === 'gemma') return undefined
    if (kind === 'message') return this.#beginMessage()
    if (kind === 'end') {
      this.#end()
    } else {
      if (this.#place !== 'header') this.#beginHeader()
      if (kind === 'channel') this.#channel = ''
    }
    return undefined
  }

  #beginHeader(): void {
    this.#role = ''
    this.#channel = undefined
    this.#place = 'header'
  }

  #beginMessage(): Crossing {
    const hasHeader = this.#place === 'header'
    const isFirst = hasHeader && !this.#hasMessages
    this.#hasMessages ||= hasHeader
    const isOwn = /^\s*(?:assistant|$)/u.test(this.#role)
    const isFinal = this.#channel?.trim().startsWith('final') ?? true
    if (hasHeader && isOwn && isFinal) {
      this.#end()
      return isFirst ? 'ended-unbegun' : undefined
    }
    this.#place = 'harmony'
    return 'began'
  }

  #end(): void {
    this.#place = 'answer'
    this.#isOnlyFlagged = false
  }
}
