import { CompanionTalk } from '../src/elements/companion/companion-talk.ts'
import type { CompanionParts } from '../src/elements/companion/companion.ts'
import { definePanel } from '../src/elements/panel/define-panel.ts'
import { VisavisPanel } from '../src/elements/panel/panel.ts'
import { PsyAvatar } from '../src/elements/psy-avatar/psy-avatar.ts'
import { loadWords } from '../src/localization/load-words.ts'
import { ScriptedConversation } from './scripted-conversation.ts'
import { panelStates, readyView } from './states.ts'
import type { LookLanguage } from './texts.ts'

/**
 * One state on one page, by its address: `?state=…&lang=ru|en&dir=ltr|rtl&placement=…`. The
 * element is the real one; only what it would hear from the server is scripted.
 */
const wanted = new URLSearchParams(location.search)
const state = wanted.get('state') ?? 'greeting'
const language = (wanted.get('lang') ?? 'en') as LookLanguage

document.documentElement.lang = language
document.documentElement.dir = wanted.get('dir') ?? 'ltr'

class ScriptedAvatar extends PsyAvatar {
  protected override async load(parts: CompanionParts): Promise<CompanionTalk> {
    definePanel()
    const panel = new VisavisPanel()
    panel.language = language
    panel.words = await loadWords(language)
    const view = panelStates(language)[state] ?? readyView(language)
    panel.conversation = new ScriptedConversation(panel, view)
    return new CompanionTalk(parts, panel)
  }
}
customElements.define('psy-avatar', ScriptedAvatar)

const element = document.querySelector('psy-avatar') as PsyAvatar
element.placement = wanted.get('placement') ?? 'floating'
element.theme = wanted.get('theme')
if (!['resting', 'hover', 'card'].includes(state)) {
  await element.open()
  await perform(state)
}
document.documentElement.dataset['ready'] = ''

/** States that only a gesture leads to. */
async function perform(name: string): Promise<void> {
  const panel = element.shadowRoot?.querySelector('visavis-panel')
  await panel?.updateComplete
  const inside = (tag: string, selector: string) =>
    panel?.shadowRoot?.querySelector(tag)?.shadowRoot?.querySelector<HTMLElement>(selector)
  if (name === 'menu' || name === 'question') {
    inside('visavis-header', '.dots')?.click()
    await panel?.shadowRoot?.querySelector('visavis-header')?.updateComplete
  }
  if (name === 'question') inside('visavis-header', '[role=menuitem]:last-child')?.click()
  if (name === 'scrolled') inside('visavis-messages', '.scroller')?.scrollTo(0, 0)
}
