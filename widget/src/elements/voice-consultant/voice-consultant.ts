import { CompanionElement } from '../companion/companion.ts'

/**
 * @summary A consultation with a character; by text until its voice arrives.
 * @tagname voice-consultant
 */
export class VoiceConsultant extends CompanionElement {}

declare global {
  interface HTMLElementTagNameMap {
    'voice-consultant': VoiceConsultant
  }
}
