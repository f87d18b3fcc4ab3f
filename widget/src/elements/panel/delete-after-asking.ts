import { loadPart } from '../../load-part.ts'
import type { Conversation } from '../../chat/conversation.ts'
import type { PanelWords } from '../../localization/panel-words.ts'
import type { PanelPlaces } from './places.ts'

type DeletingPanel = PanelPlaces & {
  readonly words: PanelWords
  readonly conversation: Conversation
  returnToWriting(): void
}

/**
 * Deletes a message with all that follows it, or every one, once the visitor is sure; this module
 * loads with the first of them.
 */
export async function deleteAfterAsking(panel: DeletingPanel, messageId?: string): Promise<void> {
  const { words, conversation } = panel
  const menuWords = await loadPart(() => words.loadMenuWords())
  const isSure = await panel.ask({
    text: messageId ? menuWords.removeQuestion : menuWords.clearQuestion,
    no: menuWords.keep,
    yes: messageId ? words.remove : menuWords.clear,
    isDestructive: true,
  })
  if (!isSure) return
  void (messageId ? conversation.deleteMessage(messageId) : conversation.clear())
  // What was pressed goes with the message.
  panel.returnToWriting()
}
