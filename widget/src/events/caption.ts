export type CaptionVoice = 'video' | 'system' | 'espeak' | 'silent'

/** What is being said in a call right now, as its captions show it. */
export class CaptionEvent extends Event {
  static readonly type = 'visavis-caption'
  readonly speaker: 'character' | 'visitor'
  /** Plain text: two lines of it at most, with the word that is being said. */
  readonly text: string
  /** That word; empty while it is not known. */
  readonly word: string

  /**
   * Whose voice says it: the video's, one of the device, the synthesiser's, or none. Null while the
   * visitor speaks.
   */
  readonly voice: CaptionVoice | null

  constructor(fields: {
    speaker: 'character' | 'visitor'
    text: string
    word: string
    voice: CaptionVoice | null
  }) {
    super(CaptionEvent.type, { bubbles: true, composed: true })
    this.speaker = fields.speaker
    this.text = fields.text
    this.word = fields.word
    this.voice = fields.voice
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-caption': CaptionEvent
  }
}
