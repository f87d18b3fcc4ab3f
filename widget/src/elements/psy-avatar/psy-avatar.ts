import { CompanionElement } from '../companion/companion.ts'

/**
 * @summary A character to talk to, as a card in the page or a launcher in its corner.
 * @tagname psy-avatar
 */
export class PsyAvatar extends CompanionElement {}

declare global {
  interface HTMLElementTagNameMap {
    'psy-avatar': PsyAvatar
  }
}
