/** A call has begun: there is a face, and it can be heard. */
export class CallStartEvent extends Event {
  static readonly type = 'visavis-call-start'
  /** A live video, or a drawing. */
  readonly face: 'video' | 'drawing'

  constructor(face: 'video' | 'drawing') {
    super(CallStartEvent.type, { bubbles: true, composed: true })
    this.face = face
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-call-start': CallStartEvent
  }
}
