import { PsyAvatar } from './elements/psy-avatar/psy-avatar.ts'
import { VoiceConsultant } from './elements/voice-consultant/voice-consultant.ts'

const elements = { 'psy-avatar': PsyAvatar, 'voice-consultant': VoiceConsultant }

// The one side effect. Harmless on a server, and when another copy on the page came first.
for (const [tag, element] of Object.entries(elements)) {
  if (!globalThis.customElements?.get(tag)) globalThis.customElements?.define(tag, element)
}
