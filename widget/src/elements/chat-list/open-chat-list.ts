import type { ChatListWords } from '../../localization/chat-list-words.ts'
import type { Conversation } from '../../chat/conversation.ts'
import { followWords, type SpeakingPanel } from '../../localization/follow-words.ts'
import { ChatList } from '../../transports/chat-list.ts'
import type { PanelQuestion } from '../panel/panel-question.ts'
import { VisavisChatList } from './chat-list.ts'

/**
 * The list of conversations of a panel, to be put over everything in it; this module loads when it is
 * first opened. Null when the conversation cannot be opened: the panel says why.
 */
export async function openChatList(
  panel: SpeakingPanel & { readonly conversation: Conversation },
  ask: (question: PanelQuestion) => void,
): Promise<VisavisChatList | null> {
  if (!customElements.get('visavis-chat-list')) {
    customElements.define('visavis-chat-list', VisavisChatList)
  }
  const { conversation } = panel
  await conversation.load()
  const words = await panel.words.loadChatListWords()
  const { connection, view } = conversation
  if (connection === null || view.session === null) return null
  const { site, character } = view.session
  const list = new ChatList(connection.api, { siteId: site.id, characterId: character.id })
  const element = document.createElement('visavis-chat-list')
  element.part.add('chats')
  const say = (words: ChatListWords) =>
    Object.assign(element, { words, panelWords: panel.words, language: panel.language })
  const closed = new AbortController()
  element.addController({ hostDisconnected: () => closed.abort() })
  followWords(panel, {
    load: (words) => words.loadChatListWords(),
    onWords: say,
    signal: closed.signal,
  })
  return Object.assign(say(words), { conversation, list, ask })
}
