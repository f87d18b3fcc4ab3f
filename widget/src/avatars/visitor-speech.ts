import { NativeEvent } from '../native-event.ts'

/**
 * `began`: somebody makes a sound. `ended`: it is over, and its words are to come. `nothing`: it was
 * no words, or only such as show attention.
 */
export type VisitorSpeechStep = 'began' | 'ended' | 'nothing'

/**
 * The avatar's own ear notices the visitor. After `ended` comes `heard-visitor` or `nothing`; a
 * visitor who speaks on has `began` again.
 */
export class VisitorSpeechEvent extends NativeEvent {
  static readonly type = 'visitor-speech'
  readonly step: VisitorSpeechStep

  constructor(step: VisitorSpeechStep) {
    super(VisitorSpeechEvent.type)
    this.step = step
  }
}
