import type { ConversationView } from '../../conversation/view.ts'
import type { PanelWords } from '../../localization/panel-words.ts'

/** What the character does, as the header says it. */
export function stateInWords(view: ConversationView, words: PanelWords, offline: boolean): string {
  if (offline || view.problem === 'offline') return words.stateOffline
  if (view.phase === 'unavailable') return ''
  if (view.phase !== 'ready') return words.stateLoading
  if (!view.busy) return words.stateReady
  return view.messages.at(-1)?.status === 'streaming' ? words.stateAnswering : words.stateThinking
}
