import type { ConversationProblem } from '../conversation/view.ts'
import type { RareProblems } from './panel-words.ts'

type WhenWords = {
  /** As a tag. */
  readonly language: string
  /** Before a time of the day. */
  readonly at: string
  /** When nobody knows how soon. */
  readonly soon: string
}

/** The sentences of a language, which are told when another try is worth it. */
export function rareProblems(
  words: WhenWords,
  sentences: (when: string) => Readonly<Partial<Record<ConversationProblem, string>>>,
): RareProblems {
  return (problem, retryAt) => sentences(whenToTry(words, retryAt))[problem]
}

/** "in 20 seconds"; a longer wait also by the clock, since the sentence stays while time passes. */
function whenToTry({ language, at, soon }: WhenWords, retryAt: number | null): string {
  const seconds = Math.ceil(((retryAt ?? 0) - Date.now()) / 1000)
  if (retryAt === null || seconds <= 0) return soon
  const relative = new Intl.RelativeTimeFormat(language)
  if (seconds <= 60) return relative.format(seconds, 'second')
  const time = new Date(retryAt).toLocaleTimeString(language, {
    hour: '2-digit',
    minute: '2-digit',
  })
  return `${relative.format(Math.ceil(seconds / 60), 'minute')}, ${at} ${time}`
}
