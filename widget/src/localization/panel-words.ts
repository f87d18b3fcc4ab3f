import type { ConversationProblem } from '../conversation/view.ts'
import type { CallWords } from './call-words.ts'
import type { ChatListWords } from './chat-list-words.ts'

/** What is said about problems that few visitors meet, fetched when one does. */
export type RareProblems = (
  problem: ConversationProblem,
  retryAt: number | null,
) => string | undefined

/** Every word the panel says, in one language. */
export type PanelWords = {
  readonly stateReady: string
  readonly stateLoading: string
  readonly stateThinking: string
  readonly stateAnswering: string
  readonly stateOffline: string
  readonly you: string
  readonly conversation: string
  readonly answering: (name: string) => string
  readonly message: string
  readonly placeholder: string
  readonly send: string
  readonly stop: string
  readonly talk: string
  readonly charactersLeft: (count: number) => string
  readonly charactersOver: (count: number) => string
  readonly menu: string
  readonly close: string
  readonly newAnswer: string
  readonly copy: string
  readonly copied: string
  readonly again: string
  readonly remove: string
  readonly actions: string
  readonly previousVariant: string
  readonly nextVariant: string
  readonly variantOf: (index: number, count: number) => string
  readonly latest: string
  readonly retry: string
  readonly continue: string
  readonly stopped: string
  readonly interrupted: string
  readonly notSent: string
  readonly offlineNotice: string
  readonly unavailable: string
  readonly problem: Readonly<Partial<Record<ConversationProblem, string>>>
  readonly problemOther: string
  readonly loadMenuWords: () => Promise<MenuWords>
  readonly loadCallWords: () => Promise<CallWords>
  readonly loadChatListWords: () => Promise<ChatListWords>
  readonly loadRareWords: () => Promise<RareWords>
  /** Once they are loaded. */
  readonly rare?: RareWords
}

/** What stands in the menu, and what is asked before something is gone; fetched with either. */
export type MenuWords = {
  readonly newChat: string
  readonly chats: string
  readonly clearChat: string
  readonly clearQuestion: string
  readonly clear: string
  readonly removeQuestion: string
  readonly keep: string
}

/** What few visitors read. */
export type RareWords = {
  readonly problems: RareProblems
  /** The browser lets nothing be copied. */
  readonly copyRefused: string
  /** Above a challenge that wants a hand. */
  readonly humanCheck: string
}

/** What there is to say about this problem alone. */
export function ownText(
  words: PanelWords,
  problem: ConversationProblem,
  retryAt: number | null,
): string {
  return words.problem[problem] ?? words.rare?.problems(problem, retryAt) ?? ''
}

/**
 * What to tell a visitor about a problem: a sentence or two, never a code. Nothing as long as words
 * of its own may still come.
 *
 * @param retryAt - When another try is worth it, in milliseconds since the epoch.
 */
export function problemText(
  words: PanelWords,
  problem: ConversationProblem,
  retryAt: number | null,
): string {
  const isAllKnown = words.rare || problem === 'internal_error'
  return ownText(words, problem, retryAt) || (isAllKnown ? words.problemOther : '')
}
