import {
  ConversationController,
  type ConversationOptions,
} from '../../controllers/conversation-controller.ts'
import { definePanel } from './define-panel.ts'
import { VisavisPanel } from './panel.ts'

/** Makes a panel with its conversation; this module and all it needs load with the first intent. */
export function createPanel(options: () => ConversationOptions): VisavisPanel {
  definePanel()
  const panel = new VisavisPanel()
  panel.conversation = new ConversationController(panel, options)
  return panel
}
