import type { Conversation } from '../../chat/conversation.ts'
import type { SpeakingPanel } from '../../localization/follow-words.ts'
import type { Question } from '../question/question.ts'

/**
 * Where an element can stand in a panel: with the face; right above where the visitor writes; over the
 * conversation and what lies there already; or as an item (`role="menuitem"`, `tabindex="-1"`) at the
 * end of the header's menu.
 *
 * A drawer takes the focus by itself, and the Escape key closes it. Once it is gone, the focus is
 * where it was before.
 */
export type Place = 'stage' | 'above-composer' | 'drawer' | 'menu'

export type Attachment = {
  readonly element: HTMLElement
  readonly place: Place
}

/** What a panel lets those do that load later. */
export interface PanelPlaces {
  /**
   * Puts an element into a place, until the function that comes back is called, or the element says
   * that it is done with a `close` event.
   */
  attach(attachment: Attachment): () => void
  /**
   * Asks over everything else in the panel, which cannot be reached until it is answered.
   *
   * @returns false for a no, and where it could not be asked; the panel says why
   */
  ask(question: Question): Promise<boolean>
}

/** A panel, as what is opened over it knows it. */
export type DrawerPanel = HTMLElement &
  SpeakingPanel &
  PanelPlaces & { readonly conversation: Conversation }

/** Opens something over a panel, or does not where the panel says why. */
export type OpenDrawer = (panel: DrawerPanel) => Promise<void>
