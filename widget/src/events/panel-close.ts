import { VisavisEvent } from './visavis-event.ts'

/** The panel was closed; the conversation goes on in it. Composed, bubbles, carries nothing. */
export class PanelCloseEvent extends VisavisEvent {
  constructor() {
    super('visavis-panel-close')
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-panel-close': PanelCloseEvent
  }
}
