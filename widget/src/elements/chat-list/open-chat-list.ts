import type { ChatListWords } from '../../localization/chat-list-words.ts'
import { followWords } from '../../localization/follow-words.ts'
import { ChatList } from '../../transports/chat-list.ts'
import type { DrawerPanel } from '../panel/places.ts'
import { VisavisChatList } from './chat-list.ts'

/**
 * Puts the list of conversations over everything else in a panel; this module loads when it is first
 * opened. It does not open when the conversation does not: the panel says why.
 */
export async function openChatList(panel: DrawerPanel): Promise<void> {
  if (!customElements.get('visavis-chat-list')) {
    customElements.define('visavis-chat-list', VisavisChatList)
  }
  const { conversation } = panel
  await conversation.load()
  const words = await panel.words.loadChatListWords()
  const { connection, view } = conversation
  if (connection === null || view.session === null) return
  // Another click has opened it.
  if (panel.querySelector('visavis-chat-list')) return
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
  const ask: VisavisChatList['ask'] = (question) => panel.ask(question)
  Object.assign(say(words), { conversation, list, ask })
  panel.attach({ element, place: 'drawer' })
}
