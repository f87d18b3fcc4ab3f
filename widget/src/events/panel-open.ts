/** The panel was opened, by the visitor or by the page. Composed, bubbles, carries nothing. */
export class PanelOpenEvent extends Event {
  static readonly type = 'visavis-panel-open'

  constructor() {
    super(PanelOpenEvent.type, { bubbles: true, composed: true })
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-panel-open': PanelOpenEvent
  }
}
