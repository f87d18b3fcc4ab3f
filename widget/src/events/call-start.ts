import { VisavisEvent } from './visavis-event.ts'

/** A call has begun: there is a face, and it can be heard. */
export class CallStartEvent extends VisavisEvent {
  /** A live video, or a drawing. */
  readonly face: 'video' | 'drawing'

  constructor(face: 'video' | 'drawing') {
    super('visavis-call-start')
    this.face = face
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-call-start': CallStartEvent
  }
}
