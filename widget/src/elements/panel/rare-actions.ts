import { loadPart } from '../../load-part.ts'
import { NativeEvent } from '../../native-event.ts'
import { ask } from '../question/ask.ts'
import type { Question } from '../question/question.ts'
import type { PanelAction } from './panel-action.ts'
import type { DrawerPanel, PanelPlaces } from './places.ts'

/** Asks over everything in a panel; this module loads with the first question. */
export function askOver(panel: HTMLElement & PanelPlaces, question: Question): Promise<boolean> {
  // One at a time: another click, or another wish, takes the place of the first.
  panel.querySelector(':scope > visavis-question')?.dispatchEvent(new NativeEvent('close'))
  return ask(question, {
    show: (element) => {
      element.over = true
      element.part.add('question')
      return panel.attach({ element, place: 'drawer' })
    },
  })
}

type ActingPanel = DrawerPanel & { returnToWriting(): void }

/** Does what few visitors ask for: opens something over the panel, or deletes once they are sure. */
export async function perform(panel: ActingPanel, action: PanelAction): Promise<void> {
  if (action.type === 'open') {
    const open = await loadPart(action.load)
    return open(panel)
  }
  const { words, conversation } = panel
  const messageId = action.type === 'delete' ? action.messageId : null
  const menuWords = await loadPart(() => words.loadMenuWords())
  const isSure = await askOver(panel, {
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
