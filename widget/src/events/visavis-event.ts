import { NativeEvent } from '../native-event.ts'

/** What a page is told: it bubbles, and leaves the shadow it comes from. */
export abstract class VisavisEvent extends NativeEvent {
  constructor(type: string, fields?: object) {
    super(type, { bubbles: true, composed: true })
    Object.assign(this, fields)
  }
}

/** Tells of something that was said: how long it is, and what it is only where the page may know. */
export abstract class SaidEvent extends VisavisEvent {
  /** Null unless the element has the attribute `events-with-text`. */
  declare readonly text: string | null
  /** How long the text is, in UTF-16 code units, as strings are in JavaScript. */
  declare readonly length: number

  constructor(type: string, fields: { readonly text: string }) {
    super(type, { ...fields, length: fields.text.length })
  }

  /** Takes the words out, before the page hears of it. @internal */
  conceal(): void {
    Object.assign(this, { text: null })
  }
}
