import { VisavisComposer } from '../composer/composer.ts'
import { VisavisHeader } from '../header/header.ts'
import { VisavisMessage } from '../message/message.ts'
import { VisavisMessages } from '../messages/messages.ts'
import { VisavisPanel } from './panel.ts'

const inner = {
  'visavis-message': VisavisMessage,
  'visavis-messages': VisavisMessages,
  'visavis-composer': VisavisComposer,
  'visavis-header': VisavisHeader,
  'visavis-panel': VisavisPanel,
}

/** Registers the panel and its parts, unless another copy on the page did. */
export function definePanel(): void {
  for (const [tag, element] of Object.entries(inner)) {
    if (!customElements.get(tag)) customElements.define(tag, element)
  }
}
