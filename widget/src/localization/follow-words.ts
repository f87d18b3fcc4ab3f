import type { ReactiveControllerHost } from 'lit'
import type { Language } from './languages.ts'
import type { PanelWords } from './panel-words.ts'

/** A panel, as what speaks its language knows it. */
export type SpeakingPanel = ReactiveControllerHost & {
  readonly words: PanelWords
  readonly language: Language
}

export type FollowedWords<Words> = {
  /** Where the words are, as the panel's say. */
  readonly load: (words: PanelWords) => Promise<Words>
  readonly onWords: (words: Words) => void
  /** Ends the following. */
  readonly signal: AbortSignal
}

/**
 * Fetches the words of a part of a panel anew when a page has changed the panel's own to another
 * language. What does not come leaves the words that are there.
 */
export function followWords<Words>(
  panel: SpeakingPanel,
  { load, onWords, signal }: FollowedWords<Words>,
): void {
  let said = panel.words
  const speak = async () => {
    const { words } = panel
    said = words
    const own = await load(words).catch(() => null)
    if (own && said === words && !signal.aborted) onWords(own)
  }
  const follower = {
    hostUpdated: () => {
      if (panel.words !== said) void speak()
    },
  }
  panel.addController(follower)
  signal.addEventListener('abort', () => panel.removeController(follower))
}
