/** Which model is about to answer; again on every switch to another one. */
export class ModelSelectedEvent extends Event {
  static readonly type = 'visavis-model-selected'
  readonly model: string
  readonly provider: string

  constructor({ model, provider }: { model: string; provider: string }) {
    super(ModelSelectedEvent.type, { bubbles: true, composed: true })
    this.model = model
    this.provider = provider
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-model-selected': ModelSelectedEvent
  }
}
