import { ConversationController } from '../../chat/conversation-controller.ts'
import { languages } from '../../localization/languages.ts'
import { ConversationError } from '../../transports/conversation-error.ts'
import { definePanel } from '../panel/define-panel.ts'
import { VisavisPanel } from '../panel/panel.ts'
import { OpenCompanion } from './open-companion.ts'
import type { CompanionParts } from './companion-host.ts'

function captchaBlocked(): never {
  throw new ConversationError('captcha_blocked')
}

/** Makes the panel with its conversation; this module and all it needs load with the first intent. */
export async function loadPanel(parts: CompanionParts): Promise<OpenCompanion> {
  const { host } = parts
  definePanel()
  const panel = new VisavisPanel()
  panel.language = host.language
  panel.words = await languages[host.language]()
  const conversation = new ConversationController(panel, () => ({
    apiUrl: (host.apiUrl ?? import.meta.env.VITE_API_URL ?? '').replace(/[\s/]+$/, ''),
    siteKey: host.siteKey ?? '',
    character: host.character ?? undefined,
    language: host.language,
    session: host.session,
    eventsWithText: host.eventsWithText,
    callTellsMind: panel.call?.tellsMind ?? false,
    channel: panel.channel,
    challenge: async (captcha, signal) => {
      const { solveCaptcha } = await import('../captcha/solve-captcha.ts').catch(captchaBlocked)
      return solveCaptcha(captcha, { host, panel }, signal)
    },
  }))
  panel.conversation = conversation
  panel.tell = (news) => conversation.tell(news)
  return new OpenCompanion(parts, panel)
}
