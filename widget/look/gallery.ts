import { found } from './found.ts'
import { callStates, showCall } from './call-states.ts'
import { raiseKeyboard } from './raise-keyboard.ts'
import { showChats } from './scripted-chats.ts'
import { showCaptcha } from './scripted-captcha.ts'
import { ScriptedAvatar } from './scripted-avatar.ts'
import { panelStates, readyView } from './states.ts'
import type { LookLanguage } from './texts.ts'

/**
 * One state on one page, by its address: `?state=…&lang=ru|en&dir=ltr|rtl&placement=…`.
 */
const wanted = new URLSearchParams(location.search)
const state = wanted.get('state') ?? 'greeting'
const language = (wanted.get('lang') ?? 'en') as LookLanguage

document.documentElement.lang = language
document.documentElement.dir = wanted.get('dir') ?? 'ltr'

customElements.define('psy-avatar', ScriptedAvatar)
const element = document.querySelector('psy-avatar') as ScriptedAvatar
element.view = panelStates(language)[state] ?? readyView(language)
element.setAttribute('placement', wanted.get('placement') ?? 'floating')
element.setAttribute('theme', wanted.get('theme') ?? '')
if (!['resting', 'hover', 'card'].includes(state)) {
  await element.show()
  // What is seldom said is there, too.
  await element.panel.words.loadRareWords()
  await element.drawn()
  if (state in callStates) await showCall(element, state)
  else await perform(state)
}
document.documentElement.dataset['ready'] = ''

/** Resolves once something is there that loads when it is wanted. */
async function seen(root: ShadowRoot, selector: string): Promise<void> {
  while (!root.querySelector(selector)) await new Promise(requestAnimationFrame)
}

/** Resolves once a question stands there. */
async function asked(): Promise<void> {
  await (
    await found(element.panel, 'visavis-question')
  ).updateComplete
}

/** States that only a gesture leads to. */
async function perform(name: string): Promise<void> {
  const header = element.inside('visavis-header')
  if (name === 'menu' || name === 'question') {
    header.querySelector<HTMLElement>('.dots')?.click()
    await seen(header, '[role=menuitem]')
  }
  if (name === 'question') {
    header.querySelector<HTMLElement>('[role=menuitem]:last-of-type')?.click()
    await asked()
  }
  if (['actions', 'variants'].includes(name) && matchMedia('(hover: none)').matches) {
    const messages = element.inside('visavis-messages').querySelectorAll('visavis-message')
    const article = messages[messages.length - 1]?.shadowRoot?.querySelector('article')
    article?.dispatchEvent(new PointerEvent('pointerdown', { pointerType: 'touch' }))
    // As long as a long press lasts.
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  if (name === 'keyboard') raiseKeyboard()
  if (name === 'captcha') await showCaptcha(element)
  if (name.startsWith('chats')) {
    const list = await showChats(element)
    const button = name === 'chats' ? null : name.replace('chats-', '.')
    if (button) list.renderRoot.querySelector<HTMLElement>(button)?.click()
    if (name === 'chats-remove') await asked()
  }
  if (name === 'scrolled') {
    // Once the list has found its end.
    await new Promise((resolve) => setTimeout(resolve, 100))
    element.inside('visavis-messages').querySelector('.scroller')?.scrollTo(0, 0)
  }
}
