import { VisavisEvent } from './visavis-event.ts'

/** The panel was opened, by the visitor or by the page. Composed, bubbles, carries nothing. */
export class PanelOpenEvent extends VisavisEvent {
  constructor() {
    super('visavis-panel-open')
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-panel-open': PanelOpenEvent
  }
}
