import type { Mistake, NotedMistake } from '../mistakes/mistake.ts'

/** What is told of what a page's owner can have got wrong, in one language. */
export type MistakeWords = {
  /** The guide that tells more, from the script's folder. */
  readonly guide: string
  /** For the owner. */
  readonly sentences: Readonly<Record<Mistake[0], (first: string, second: string) => string>>
  /** For whoever looks for the launcher in vain. */
  readonly notes: Readonly<Record<NotedMistake[0], string>>
  /** What the link to the guide is called. */
  readonly link: string
}
