import type { Turnstile } from '../src/elements/captcha/load-turnstile.ts'
import { solveCaptcha } from '../src/elements/captcha/solve-captcha.ts'
import type { ScriptedAvatar } from './scripted-avatar.ts'

/** A box of the size and the colours of Turnstile's, which asks for a hand. */
const turnstile: Turnstile = {
  render(container, options) {
    options['before-interactive-callback']()
    const isDark =
      options.theme === 'dark' ||
      (options.theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches)
    const box = document.createElement('div')
    box.textContent = 'Turnstile'
    box.style.cssText = `box-sizing: border-box; padding: 12px; border: 1px solid; font: 14px system-ui;
      ${options.size === 'compact' ? 'inline-size: 150px; block-size: 140px' : 'inline-size: 100%; min-inline-size: 300px; block-size: 65px'};
      ${isDark ? 'background: #232323; color: #fff; border-color: #797979' : 'background: #fafafa; color: #232323; border-color: #e0e0e0'}`
    container.append(box)
    return 'cf-1'
  },
  remove: () => undefined,
}

/** Stands a new visitor before a challenge, for good. */
export async function showCaptcha(avatar: ScriptedAvatar): Promise<void> {
  Object.assign(window, { turnstile })
  const captcha = { provider: 'turnstile', siteKey: '1x00000000000000000000AA' } as const
  const { signal } = new AbortController()
  void solveCaptcha(captcha, { host: avatar, panel: avatar.panel }, signal)
  while (!avatar.querySelector('[slot=captcha] > *')) await avatar.drawn()
}
