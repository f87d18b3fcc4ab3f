import { SaidEvent } from './visavis-event.ts'

export type CaptionVoice = 'video' | 'system' | 'espeak' | 'silent'

/** What is being said in a call right now, as its captions show it: two lines of it at most. */
export class CaptionEvent extends SaidEvent {
  declare readonly speaker: 'character' | 'visitor'
  /** The word that is being said, of `text`; empty while it is not known, null where that is null. */
  declare readonly word: string | null

  /**
   * Whose voice says it: the video's, one of the device, the synthesiser's, or none. Null while the
   * visitor speaks.
   */
  declare readonly voice: CaptionVoice | null

  constructor(fields: {
    speaker: 'character' | 'visitor'
    text: string
    word: string
    voice: CaptionVoice | null
  }) {
    super('visavis-caption', fields)
  }

  override conceal(): void {
    super.conceal()
    Object.assign(this, { word: null })
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-caption': CaptionEvent
  }
}
