import type { SessionResponse } from '@visavis/shared/wire/session.ts'
import type { Language } from '../../localization/languages.ts'
import type { SessionSource } from '../../transports/session-source.ts'

/** An element as its lazy half knows it: what its page asks for, each null where it says nothing. */
export type CompanionHost = HTMLElement & {
  readonly siteKey: string | null
  readonly apiUrl: string | null
  readonly character: string | null
  readonly theme: 'light' | 'dark' | null
  readonly mode: 'text' | 'avatar' | null
  readonly placement: 'inline' | 'floating' | null
  readonly portrait: 'eva' | 'nora' | 'viktor' | 'grace' | 'tikhon' | 'ada' | null
  readonly open: boolean
  readonly eventsWithText: boolean
  readonly session: SessionSource | undefined
  readonly language: Language
  /** Closes the panel. */
  hide(): void
}

/** What the lazy half of an element works with. */
export type CompanionParts = {
  readonly host: CompanionHost
  readonly frame: HTMLElement
  readonly launcher: HTMLButtonElement
  /** Where the launcher's face is. */
  readonly face: HTMLElement
  readonly label: HTMLElement
  /** Draws a look of the portrait family on the launcher. */
  readonly showPortrait: (name: string) => Promise<void>
  /** The session is open. */
  readonly opened: (session: SessionResponse) => void
}
