import { VisavisEvent } from './visavis-event.ts'

/** Which model is about to answer; again on every switch to another one. */
export class ModelSelectedEvent extends VisavisEvent {
  readonly model: string
  readonly provider: string

  constructor({ model, provider }: { model: string; provider: string }) {
    super('visavis-model-selected')
    this.model = model
    this.provider = provider
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-model-selected': ModelSelectedEvent
  }
}
