/** What is being said in a call right now, as its captions show it. */
export class CaptionEvent extends Event {
  static readonly type = 'caption'
  readonly speaker: 'character' | 'visitor'
  /** Plain text: two lines of it at most, with the word that is being said. */
  readonly text: string
  /** That word; empty while it is not known. */
  readonly word: string

  constructor(fields: { speaker: 'character' | 'visitor'; text: string; word: string }) {
    super(CaptionEvent.type, { bubbles: true, composed: true })
    this.speaker = fields.speaker
    this.text = fields.text
    this.word = fields.word
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    caption: CaptionEvent
  }
}
