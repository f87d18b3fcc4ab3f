/** The panel was closed; the conversation goes on in it. Composed, bubbles, carries nothing. */
export class PanelCloseEvent extends Event {
  static readonly type = 'visavis-panel-close'

  constructor() {
    super(PanelCloseEvent.type, { bubbles: true, composed: true })
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-panel-close': PanelCloseEvent
  }
}
