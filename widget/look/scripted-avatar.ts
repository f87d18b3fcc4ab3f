import { OpenCompanion } from '../src/elements/companion/open-companion.ts'
import type { CompanionParts } from '../src/elements/companion/companion-host.ts'
import { loadMarkdown } from '../src/elements/message/load-markdown.ts'
import { definePanel } from '../src/elements/panel/define-panel.ts'
import { VisavisPanel } from '../src/elements/panel/panel.ts'
import { PsyAvatar } from '../src/elements/psy-avatar/psy-avatar.ts'
import { languages } from '../src/localization/languages.ts'
import type { ConversationView } from '../src/conversation/view.ts'
import { ScriptedConversation } from './scripted-conversation.ts'
import { readyView } from './states.ts'

/** The real element; only what it would hear from the server is scripted. */
export class ScriptedAvatar extends PsyAvatar {
  /** What the conversation shows at first. */
  view: ConversationView = readyView('en')
  panel!: VisavisPanel
  conversation!: ScriptedConversation

  protected override async load(parts: CompanionParts): Promise<OpenCompanion> {
    definePanel()
    this.panel = new VisavisPanel()
    this.panel.language = this.language
    this.panel.words = await languages[this.language]()
    this.conversation = new ScriptedConversation(this.panel, this.view)
    this.panel.conversation = this.conversation
    this.panel.tell = (news) => this.panel.dispatchEvent(news)
    return new OpenCompanion(parts, this.panel)
  }

  /** Resolves when everything in the panel is drawn. */
  async drawn(): Promise<void> {
    await loadMarkdown()
    await this.panel.updateComplete
    const inner = [...(this.panel.shadowRoot?.querySelectorAll('*') ?? [])]
    for (const part of inner) if ('updateComplete' in part) await part.updateComplete
    for (const message of this.inside('visavis-messages').querySelectorAll('visavis-message')) {
      await message.updateComplete
    }
  }

  /** What is drawn inside a part of the panel. */
  inside(part: 'visavis-header' | 'visavis-messages' | 'visavis-composer'): ShadowRoot {
    return this.panel.shadowRoot?.querySelector(part)?.shadowRoot as ShadowRoot
  }
}
