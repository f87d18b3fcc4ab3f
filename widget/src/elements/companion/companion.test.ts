import 'axe-core'
import type { AxeResults } from 'axe-core'
import { expect } from 'chai'
import { ScriptedAvatar } from '../../../look/scripted-avatar.ts'
import { readyView } from '../../../look/states.ts'
import { answered } from '../../../test-support/conversation-events.ts'
import { session } from '../../../test-support/conversation-fixtures.ts'

declare const axe: { run: (context: Element) => Promise<AxeResults> }

customElements.define('scripted-avatar', ScriptedAvatar)

function mount(attributes: Record<string, string> = {}): ScriptedAvatar {
  const avatar = new ScriptedAvatar()
  for (const [name, value] of Object.entries(attributes)) avatar.setAttribute(name, value)
  document.body.append(avatar)
  return avatar
}

const find = (avatar: Element, selector: string): HTMLElement =>
  avatar.shadowRoot?.querySelector(selector) as HTMLElement

const next = (target: EventTarget, type: string): Promise<Event> =>
  new Promise((resolve) => target.addEventListener(type, resolve, { once: true }))

const press = (target: EventTarget, key: string): boolean =>
  target.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }),
  )

describe('a companion element', () => {
  afterEach(() => document.body.replaceChildren())

  it('rests as a labelled button with a face, and has loaded nothing', () => {
    const avatar = mount({ placement: 'floating', lang: 'en' })
    const launcher = find(avatar, 'button')
    expect(launcher.ariaLabel).to.equal('Talk to an AI companion')
    expect(launcher.ariaExpanded).to.equal('false')
    expect(launcher.querySelector('svg')).to.exist
    expect(find(avatar, 'visavis-panel') === null).to.equal(true)
  })

  it('speaks the language of its page, unless it has one of its own', () => {
    document.documentElement.lang = 'ru'
    expect(find(mount(), 'button').ariaLabel).to.equal('Поговорить с ИИ-собеседником')
    expect(find(mount({ lang: 'en' }), 'button').ariaLabel).to.equal('Talk to an AI companion')
    document.documentElement.lang = 'en'
    for (const lang of ['RU', 'ru-RU', 'ru_RU']) expect(mount({ lang }).language).to.equal('ru')
    for (const lang of ['run', 'rue', 'en_US', 'de', 'constructor']) {
      expect(mount({ lang }).language).to.equal('en')
    }
  })

  it('follows its page to another language while it is open', async () => {
    document.documentElement.lang = 'en'
    const avatar = mount()
    await avatar.show()
    const says = async (send: string) => {
      while (avatar.panel.words.send !== send) await new Promise(requestAnimationFrame)
    }
    document.documentElement.lang = 'ru'
    await says('Отправить')
    expect(avatar.panel.language).to.equal('ru')
    avatar.lang = 'en'
    await says('Send')
    document.documentElement.lang = 'en'
  })

  it('looks as its theme says at once, and goes on with whom the page names', async () => {
    const avatar = mount({ theme: 'light', placement: 'floating' })
    await avatar.show()
    const scheme = () => getComputedStyle(find(avatar, '.frame')).colorScheme
    expect(scheme()).to.equal('light')
    avatar.setAttribute('theme', 'dark')
    expect(scheme()).to.equal('dark')
    for (const name of ['character', 'site-key']) {
      const before = avatar.conversation.asked.length
      avatar.setAttribute(name, 'another')
      while (avatar.conversation.asked.length === before) await new Promise(requestAnimationFrame)
      expect(avatar.conversation.asked.at(-1)).to.deep.equal(['load'])
    }
  })

  it('opens with a click: the event comes, the conversation loads, the composer has the focus', async () => {
    const avatar = mount({ placement: 'floating' })
    const opened = next(document.body, 'visavis-panel-open')
    find(avatar, 'button').click()
    expect((await opened).target === avatar).to.equal(true)
    await avatar.show()
    expect(avatar.hasAttribute('open')).to.equal(true)
    expect(avatar.conversation.asked[0]).to.deep.equal(['load'])
    expect(avatar.inside('visavis-composer').activeElement?.tagName).to.equal('TEXTAREA')
  })

  it('does not take the focus when the page opens it by attribute', async () => {
    const button = document.createElement('button')
    document.body.append(button)
    button.focus()
    const opened = next(document.body, 'visavis-panel-open')
    const avatar = mount({ placement: 'floating', open: '' })
    await opened
    await avatar.drawn()
    expect(document.activeElement === button).to.equal(true)
  })

  it('begins a call with the click that opens it, where its mode says so, and only then', async () => {
    const avatar = mount({ placement: 'floating', mode: 'avatar', open: '' })
    await next(document.body, 'visavis-panel-open')
    let calls = 0
    avatar.panel.talk = async () => {
      calls += 1
    }
    expect(calls).to.equal(0)
    await avatar.start()
    expect(calls).to.equal(1)
  })

  it('offers a call beside an empty draft, unless its mode is text', async () => {
    const avatar = mount({ placement: 'floating' })
    await avatar.show()
    await avatar.drawn()
    const talk = avatar.inside('visavis-composer').querySelector('[part=talk]')
    expect(talk?.ariaLabel).to.equal('Talk aloud')
    const reserved = mount({ mode: 'text' })
    await reserved.show()
    await reserved.drawn()
    expect(reserved.inside('visavis-composer').querySelector('[part=talk]')).to.equal(null)
  })

  it('closes with Esc and gives the focus back to the launcher', async () => {
    const avatar = mount({ placement: 'floating' })
    await avatar.show()
    await avatar.drawn()
    const closed = next(avatar, 'visavis-panel-close')
    press(avatar.inside('visavis-composer').querySelector('textarea') as EventTarget, 'Escape')
    await closed
    await avatar.drawn()
    await avatar.drawn()
    expect(avatar.open).to.equal(false)
    expect(avatar.shadowRoot?.activeElement?.className).to.equal('launcher')
  })

  it('says a text in the visitor’s name', async () => {
    const avatar = mount()
    await avatar.send('Good evening')
    expect(avatar.open).to.equal(true)
    expect(avatar.conversation.asked).to.deep.include(['send', 'Good evening'])
  })

  it('stops the running answer when it is interrupted, and also closes when it is stopped', async () => {
    const avatar = mount()
    await avatar.start()
    await avatar.interrupt()
    expect(avatar.conversation.asked).to.deep.include(['stop'])
    expect(avatar.open).to.equal(true)
    await avatar.stop()
    expect(avatar.open).to.equal(false)
  })

  it('opens a conversation that has failed to open when it is asked to, not by itself', async () => {
    const avatar = mount()
    await avatar.show()
    const before = avatar.conversation.asked.length
    avatar.conversation.hear({ type: 'session-failed', problem: 'site_not_found' })
    expect(avatar.conversation.asked.slice(before)).to.deep.equal([])
    await avatar.show()
    expect(avatar.conversation.asked.slice(before)).to.deep.include(['load'])
  })

  it('tells of an answer that came while it was closed', async () => {
    const avatar = mount({ lang: 'en' })
    await avatar.show()
    avatar.hide()
    await avatar.panel.updateComplete
    for (const event of answered) avatar.conversation.hear(event)
    expect(find(avatar, 'button').ariaLabel).to.equal('Talk to an AI companion: new answer')
    await avatar.show()
    avatar.hide()
    expect(find(avatar, 'button').ariaLabel).to.equal('Talk to an AI companion')
  })

  it('wears the face of the character once it is known', async () => {
    const avatar = mount({ lang: 'en' })
    const face = find(avatar, '.face')
    const resting = face.innerHTML
    const view = readyView('en')
    avatar.view = {
      ...view,
      character: view.character && { ...view.character, portrait: 'viktor' },
    }
    const changed = new Promise((resolve) =>
      new MutationObserver(resolve).observe(face, { childList: true }),
    )
    await avatar.show()
    await changed
    expect(face.innerHTML).not.to.equal(resting)
    expect(avatar.panel.portrait?.isEqualNode(face.firstChild)).to.equal(true)
  })

  it('says so when the panel cannot be loaded, and tries again with the next click', async () => {
    const avatar = mount({ lang: 'en' })
    const load = Object.getOwnPropertyDescriptor(ScriptedAvatar.prototype, 'load')
    Object.defineProperty(avatar, 'load', {
      configurable: true,
      value: () => Promise.reject(new TypeError('offline')),
    })
    await avatar.show()
    expect(find(avatar, '[role=alert]').textContent).to.equal('Not loaded. Reload the page.')
    expect(avatar.open).to.equal(false)
    Object.defineProperty(avatar, 'load', load ?? {})
    await avatar.show()
    expect(find(avatar, '[role=alert]').textContent).to.equal('')
    expect(avatar.open).to.equal(true)
  })

  it('is itself on a page that unsets everything and has changed the prototypes', async () => {
    const hostile = new CSSStyleSheet()
    hostile.replaceSync('*, *::before { all: unset !important }')
    document.adoptedStyleSheets = [hostile]
    Object.defineProperty(Array.prototype, 'each', {
      configurable: true,
      enumerable: true,
      value: 1,
    })
    Object.defineProperty(EventTarget.prototype, 'addEventListener', { writable: false })
    try {
      const avatar = mount({ placement: 'floating' })
      await avatar.show()
      await avatar.drawn()
      const launcher = find(avatar, 'button')
      expect(getComputedStyle(find(avatar, '.frame')).position).to.equal('fixed')
      expect(launcher.getBoundingClientRect().width).to.be.within(56, 60)
      const panel = avatar.panel.shadowRoot?.querySelector('.panel') as HTMLElement
      expect(getComputedStyle(panel).position).to.equal('absolute')
      expect(panel.getBoundingClientRect().height).to.be.greaterThan(300)
    } finally {
      document.adoptedStyleSheets = []
      Object.defineProperty(EventTarget.prototype, 'addEventListener', { writable: true })
      delete (Array.prototype as { each?: unknown }).each
    }
  })

  it('has a property for each attribute', () => {
    const avatar = mount()
    avatar.siteKey = 'demo'
    avatar.apiUrl = 'https://api.example.org'
    expect(avatar.getAttribute('site-key')).to.equal('demo')
    expect(avatar.getAttribute('api-url')).to.equal('https://api.example.org')
    avatar.siteKey = null
    expect(avatar.hasAttribute('site-key')).to.equal(false)
  })

  it('promises its session to whoever asks, before it is open and after, whatever fails first', async () => {
    const avatar = mount()
    const { ready } = avatar
    await avatar.show()
    avatar.conversation.hear({ type: 'session-failed', problem: 'site_not_found' })
    avatar.conversation.hear({ type: 'session-opened', session, chatId: null, now: 0 })
    expect(await ready).to.equal(session)
    expect(await avatar.ready).to.equal(session)
  })

  it('tells its owner once of each value that means nothing, and is as without it', async () => {
    const { warn } = console
    const told: string[] = []
    console.warn = (text: string) => told.push(text)
    try {
      const given = { theme: 'neon', placement: 'top', mode: 'vide', portrait: 'nobody' }
      const avatar = mount({ ...given, lang: 'xx', open: 'false' })
      await next(avatar, 'visavis-panel-open')
      expect(avatar.panel).to.include({ placement: 'inline', talkable: true, language: 'en' })
      expect(getComputedStyle(find(avatar, '.frame')).colorScheme).to.equal('light dark')
      for (const theme of ['dark', 'neon', 'light', 'grey']) avatar.setAttribute('theme', theme)
      avatar.lang = 'en-GB'
      avatar.lang = 'RU'
      while (told.length < 7) await new Promise(requestAnimationFrame)
      const names = told.map((text) => /[a-z]+="\w+"/u.exec(text)?.[0])
      expect(names.sort()).to.deep.equal([
        'lang="xx"',
        'mode="vide"',
        'open="false"',
        'placement="top"',
        'portrait="nobody"',
        'theme="grey"',
        'theme="neon"',
      ])
      expect(told.find((text) => text.includes('neon'))).to.match(
        /light, dark\. .+guides\/embed\.html#/u,
      )
    } finally {
      console.warn = warn
    }
  })

  for (const placement of ['inline', 'floating']) {
    for (const theme of ['light', 'dark']) {
      it(`has nothing for axe to find while it rests, ${placement}, ${theme}`, async () => {
        const avatar = mount({ placement, theme })
        find(avatar, 'button').focus()
        const { violations } = await axe.run(document.body)
        const own = violations.filter(({ nodes }) =>
          nodes.some(({ target }) => JSON.stringify(target).includes('scripted-avatar')),
        )
        expect(own.map(({ id }) => id)).to.deep.equal([])
      })
    }
  }
})
