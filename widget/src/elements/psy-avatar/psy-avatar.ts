import { CompanionElement } from '../companion/companion.ts'

/**
 * @summary A character to talk to, as a card in the page or a launcher in its corner.
 * @tagname psy-avatar
 * @fires panel-open - The panel was opened.
 * @fires panel-close - The panel was closed.
 * @slot launcher - Instead of the portrait on the launcher.
 * @slot header - Beside the character's name in the panel.
 * @csspart frame - All of it.
 * @csspart launcher - The button that opens the panel.
 */
export class PsyAvatar extends CompanionElement {}

declare global {
  interface HTMLElementTagNameMap {
    'psy-avatar': PsyAvatar
  }
}
