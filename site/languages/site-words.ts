import type { MindState } from '@visavis/shared/wire/chat-event.ts'

/** What the site says outside its pages' own text, in one language. */
export type SiteWords = {
  /** Of the link to a page in this language. */
  readonly name: string
  /** What is around every page. */
  readonly layout: {
    readonly guides: string
    readonly theme: string
    readonly skip: string
    readonly licence: string
    readonly honesty: string
  }
  /** The button of a block of code. */
  readonly code: { readonly copy: string; readonly copied: string }
  /** Of a character who speaks another language, by that. */
  readonly speaks: Readonly<Record<string, string>>
  readonly stand: StandWords
}

/** What the live stand says. */
export type StandWords = {
  readonly turn: (number: number, isSpoken: boolean) => string
  readonly steps: Readonly<
    Record<'heard' | 'understood' | 'model-asked' | 'first-token' | 'first-sound', string>
  >
  readonly rulesAsked: string
  readonly total: (ms: string) => string
  readonly pending: string
  readonly ms: string
  readonly written: (ms: string) => string
  readonly model: string
  readonly voice: string
  readonly face: string
  readonly noModel: string
  readonly faces: Readonly<Record<'video' | 'drawing', string>>
  readonly voices: Readonly<Record<'video' | 'system' | 'espeak' | 'silent', string>>
  readonly states: Readonly<Record<MindState, string>>
}
