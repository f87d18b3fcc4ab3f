import type { Question } from '../question/question.ts'

/**
 * Where an element can stand in a panel: with the face; right above where the visitor writes; over the
 * conversation; over everything else, with a question; or as an item (`role="menuitem"`,
 * `tabindex="-1"`) at the end of the header's menu.
 *
 * What lies over the rest takes the focus by itself, and gives it back. It is closed by the Escape
 * key, by its own `close` event, and by the next one in its place.
 */
export type Place = 'stage' | 'above-composer' | 'drawer' | 'question' | 'menu'

export type Attachment = {
  readonly element: HTMLElement
  readonly place: Place
}

/** What a panel lets those do that load later. */
export interface PanelPlaces {
  /** Puts an element into a place, until the function that comes back is called. */
  attach(attachment: Attachment): () => void
  /**
   * Asks over everything else in the panel, which cannot be reached until it is answered.
   *
   * @returns false for a no, and where it could not be asked; the panel says why
   */
  ask(question: Question): Promise<boolean>
}
