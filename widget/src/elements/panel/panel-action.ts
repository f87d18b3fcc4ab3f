import type { ConversationProblem } from '../../conversation/view.ts'
import { VisavisEvent } from '../../events/visavis-event.ts'
import type { OpenDrawer } from './places.ts'

/** What a visitor asks for inside the panel. */
export type PanelAction =
  | { readonly type: 'draft' | 'send'; readonly text: string }
  | { readonly type: 'stop' | 'load' | 'talk' | 'new-chat' | 'clear' | 'close' }
  /** Something over the panel, which loads when it is first wanted. */
  | { readonly type: 'open'; readonly load: () => Promise<OpenDrawer> }
  /** Something does not work that is no conversation's. */
  | { readonly type: 'trouble'; readonly problem: ConversationProblem }
  | { readonly type: 'retry' | 'regenerate' | 'delete'; readonly messageId: string }
  | { readonly type: 'variant'; readonly messageId: string; readonly step: -1 | 1 }

/**
 * Carries an action from a part of the panel up to the panel, which acts and lets it go no further.
 * Composed, since parts lie in each other's shadow roots.
 */
export class PanelActionEvent extends VisavisEvent {
  static readonly type = 'panel-action'
  readonly action: PanelAction

  constructor(action: PanelAction) {
    super(PanelActionEvent.type)
    this.action = action
  }
}
