import { setViewport } from '@web/test-runner-commands'
import 'axe-core'
import type { AxeResults } from 'axe-core'
import { expect } from 'chai'
import type { CallEndEvent } from '../../events/call-end.ts'
import { words as englishEarProblems } from '../../localization/en/ear.ts'
import { words as russianEarProblems } from '../../localization/ru/ear.ts'
import { callStates, showCall } from '../../../look/call-states.ts'
import { mountOpen, press } from '../../../look/mount.ts'
import type { ScriptedAvatar } from '../../../look/scripted-avatar.ts'
import { ScriptedCall } from '../../../look/scripted-call.ts'
import { answered } from '../../../test-support/conversation-events.ts'
import { finishAnimations } from '../../../test-support/finish-animations.ts'

declare const axe: {
  run: (context: Element, options: object) => Promise<AxeResults>
}

const next = (target: EventTarget, type: string): Promise<Event> =>
  new Promise((resolve) => target.addEventListener(type, resolve, { once: true }))

async function call(): Promise<{ avatar: ScriptedAvatar; call: ScriptedCall }> {
  const avatar = await mountOpen()
  const scripted = new ScriptedCall(avatar)
  await scripted.begin()
  return { avatar, call: scripted }
}

/** A call in which the greeting is heard. */
async function speakingCall() {
  const { avatar, call: scripted } = await call()
  const greeting = avatar.conversation.view.messages[0]?.text ?? ''
  scripted.sound(greeting, 'Nora')
  await scripted.drawn()
  return { avatar, call: scripted, greeting }
}

const write = (avatar: ScriptedAvatar, text: string) => {
  const field = avatar.inside('visavis-composer').querySelector('textarea') as HTMLTextAreaElement
  field.value = text
  field.dispatchEvent(new InputEvent('input', { bubbles: true }))
  return field
}

describe('a call in a panel', () => {
  afterEach(() => {
    document.body.replaceChildren()
    // A state may have raised a keyboard.
    Reflect.deleteProperty(visualViewport as VisualViewport, 'height')
  })

  it('puts the face on the stage and the focus on the microphone', async () => {
    const { call: scripted } = await call()
    expect(scripted.find('.face svg')).to.exist
    const focused = scripted.element.shadowRoot?.activeElement
    expect(focused?.ariaLabel).to.equal('Microphone')
  })

  it('says in words what the character does, in the header', async () => {
    const { avatar } = await speakingCall()
    const state = avatar.inside('visavis-header').querySelector('.state')
    expect(state?.textContent).to.equal('speaking')
  })

  it('shows captions until they are switched off', async () => {
    const { call: scripted } = await speakingCall()
    expect(scripted.find('.captions b').textContent).to.equal('Nora')
    scripted.find('[aria-label=Captions]').click()
    await scripted.drawn()
    expect(scripted.find('.captions')).to.equal(null)
  })

  it('falls silent with Esc, which closes nothing', async () => {
    const { avatar, call: scripted } = await speakingCall()
    press(scripted.find('.microphone'), 'Escape')
    await scripted.drawn()
    expect(avatar.open).to.equal(true)
    const state = avatar.inside('visavis-header').querySelector('.state')
    expect(state?.textContent).to.equal('here')
  })

  it('falls silent and makes room as soon as the visitor writes', async () => {
    const { avatar, call: scripted } = await speakingCall()
    write(avatar, 'W')
    await scripted.drawn()
    expect(scripted.element.small).to.equal(true)
    expect(avatar.inside('visavis-header').querySelector('.state')?.textContent).to.equal('here')
  })

  it('makes room for whoever scrolls, and comes back when it speaks', async () => {
    const { avatar, call: scripted } = await call()
    const messages = avatar.inside('visavis-messages').querySelector('.scroller')
    messages?.dispatchEvent(new WheelEvent('wheel', { bubbles: true, composed: true }))
    expect(scripted.element.small).to.equal(true)
    scripted.sound(avatar.conversation.view.messages[0]?.text ?? '', 'Nora')
    expect(scripted.element.small).to.equal(false)
  })

  it('stays small for whoever has chosen to write', async () => {
    const { avatar, call: scripted } = await call()
    scripted.find('[aria-label="Write instead"]').click()
    expect(avatar.inside('visavis-composer').activeElement?.tagName).to.equal('TEXTAREA')
    scripted.sound(avatar.conversation.view.messages[0]?.text ?? '', 'Nora')
    expect(scripted.element.small).to.equal(true)
  })

  it('sends what is written through the avatar’s channel', async () => {
    const { avatar } = await call()
    expect(avatar.panel.channel).to.equal('avatar')
    press(write(avatar, 'Good evening'), 'Enter')
    expect(avatar.conversation.asked).to.deep.include(['send', 'Good evening'])
  })

  for (const [name, key] of [
    ['the space bar', ' '],
    ['Enter', 'Enter'],
  ] as const) {
    it(`opens the microphone for as long as its button is held by ${name}`, async () => {
      const { call: scripted } = await call()
      const microphone = scripted.find('.microphone')
      press(microphone, key)
      press(microphone, key, { repeat: true })
      await scripted.drawn()
      expect(microphone.ariaPressed).to.equal('true')
      microphone.dispatchEvent(new KeyboardEvent('keyup', { key }))
      await scripted.shows(({ microphone: state }) => state === 'off')
    })

    it(`switches the microphone with ${name}`, async () => {
      const { call: scripted } = await call()
      const microphone = scripted.find('.microphone')
      for (const state of ['on', 'off']) {
        press(microphone, key)
        microphone.dispatchEvent(new KeyboardEvent('keyup', { key }))
        await scripted.shows((view) => view.microphone === state)
      }
    })
  }

  it('closes the microphone when the focus goes while a key holds its button', async () => {
    const { call: scripted } = await call()
    const microphone = scripted.find('.microphone')
    microphone.focus()
    press(microphone, ' ')
    press(microphone, ' ', { repeat: true })
    await scripted.drawn()
    microphone.blur()
    await scripted.shows(({ microphone: state }) => state === 'off')
  })

  it('does nothing with a key that went down elsewhere, as on the button that began the call', async () => {
    const { call: scripted } = await call()
    const microphone = scripted.find('.microphone')
    microphone.dispatchEvent(new KeyboardEvent('keyup', { key: 'Enter' }))
    await scripted.drawn()
    expect(microphone.ariaPressed).to.equal('false')
  })

  it('says nothing more of what the conversation shows no longer', async () => {
    const { avatar, call: scripted } = await speakingCall()
    avatar.conversation.show({ messages: [] })
    await scripted.shows(({ mindState }) => mindState === 'idle')
  })

  it('says every word of an answer, also on a page that stops its events', async () => {
    const { avatar, call: scripted } = await call()
    const leaving = new AbortController()
    const { signal } = leaving
    for (const type of ['visavis-message-start', 'visavis-message-delta', 'visavis-message-end']) {
      const stop = (event: Event) => event.stopImmediatePropagation()
      document.addEventListener(type, stop, { capture: true, signal })
    }
    for (const event of answered) avatar.conversation.hear(event)
    leaving.abort()
    scripted.sound('День.', 'День')
    await scripted.shows(({ caption }) => caption?.word === 'День')
  })

  it('ends when the element talks with somebody else', async () => {
    const { avatar } = await call()
    const ended = next(avatar, 'visavis-call-end')
    avatar.conversation.hear({ type: 'session-requested' })
    expect(((await ended) as CallEndEvent).reason).to.equal('left')
  })

  it('tells that an answer has no voice, until it is told to be quiet about it', async () => {
    const scripted = await showCall(await mountOpen(), 'call-no-voice')
    expect(scripted.find('.note [role=status]').textContent).to.match(/^There is no voice/u)
    scripted.find('.note button').click()
    await scripted.drawn()
    expect(scripted.find('.note')).to.equal(null)
  })

  it('tells that the browser asks for the microphone', async () => {
    const avatar = await mountOpen()
    const scripted = await showCall(avatar, 'call-asking')
    expect(scripted.find('.note [role=status]').textContent).to.match(/^Your browser asks/u)
  })

  it('ends with its button: the panel is as it was, and the focus where the call began', async () => {
    const { avatar, call: scripted } = await call()
    const ended = next(avatar, 'visavis-call-end')
    const button = scripted.find('.end')
    button.focus()
    button.click()
    await ended
    await avatar.drawn()
    expect(avatar.panel.querySelector('visavis-call')).to.equal(null)
    expect([avatar.panel.channel, avatar.panel.call, scripted.isReleased]).to.deep.equal([
      'text',
      null,
      true,
    ])
    expect(avatar.inside('visavis-composer').activeElement?.ariaLabel).to.equal('Talk aloud')
  })

  it('ends when the panel is closed, and when the element is taken away', async () => {
    for (const leave of ['hide', 'remove'] as const) {
      const { avatar } = await call()
      const ended = next(avatar, 'visavis-call-end')
      avatar[leave]()
      await ended
    }
  })

  it('goes on when the page moves the element elsewhere', async () => {
    const { avatar, call: scripted } = await speakingCall()
    const place = document.createElement('div')
    document.body.append(place)
    place.append(avatar)
    await scripted.drawn()
    expect([scripted.element.isConnected, scripted.element.view.phase]).to.deep.equal([true, 'on'])
  })

  it('is interrupted by the element’s method, too', async () => {
    const { avatar, call: scripted } = await speakingCall()
    await avatar.interrupt()
    await scripted.drawn()
    expect(avatar.inside('visavis-header').querySelector('.state')?.textContent).to.equal('here')
  })

  it('leaves room to write while it asks, in a low and narrow panel, too', async () => {
    await setViewport({ width: 320, height: 560 })
    const avatar = await mountOpen({}, { lang: 'ru', placement: 'floating' })
    await showCall(avatar, 'call-consent')
    const bottomOf = (element?: Element | null) => element?.getBoundingClientRect().bottom
    const panel = avatar.panel.renderRoot.querySelector('.body')
    const composer = avatar.inside('visavis-composer').querySelector('textarea')
    expect(bottomOf(composer)).to.be.below(bottomOf(panel) ?? NaN)
    await setViewport({ width: 800, height: 600 })
  })

  it('asks with the focus on its first answer, and takes a yes', async () => {
    const avatar = await mountOpen()
    const scripted = await showCall(avatar, 'call-consent')
    const answers = scripted.question?.shadowRoot
    expect(answers?.activeElement?.textContent).to.equal('I’ll write')
    answers?.querySelector<HTMLElement>('.yes')?.click()
    await scripted.drawn()
    expect(scripted.question).to.equal(null)
    expect(scripted.find('.microphone').ariaPressed).to.equal('true')
  })

  it('opens the volume by keyboard and closes it with Esc, which interrupts nobody', async () => {
    const { avatar, call: scripted } = await speakingCall()
    scripted.find('.volume button').click()
    await scripted.drawn()
    press(scripted.find('.volume input'), 'Escape')
    await scripted.drawn()
    expect(scripted.find('.volume input')).to.equal(null)
    expect(avatar.inside('visavis-header').querySelector('.state')?.textContent).to.equal(
      'speaking',
    )
  })

  it('tells a screen reader nothing of an answer that is heard, and all of one that is not', async () => {
    const { avatar, call: scripted } = await speakingCall()
    const status = avatar.panel.renderRoot.querySelector('.panel > [role=status]') as Element
    expect(getComputedStyle(status).display).to.equal('none')
    scripted.element.call?.setVolume(0)
    expect(getComputedStyle(status).display).not.to.equal('none')
  })

  it('says its own words in the language that the page changes to while it is on', async () => {
    const avatar = await mountOpen()
    const scripted = await showCall(avatar, 'call-denied')
    const note = () => scripted.find('[part=call-note] p').textContent
    const state = () => avatar.inside('visavis-header').querySelector('.state')?.textContent
    for (const [language, microphone, speaking, denied] of [
      ['ru', 'Микрофон', 'говорит', russianEarProblems.denied],
      ['en', 'Microphone', 'speaking', englishEarProblems.denied],
    ] as const) {
      avatar.lang = language
      while (note() !== denied) await new Promise(requestAnimationFrame)
      expect(scripted.find('.microphone').ariaLabel).to.equal(microphone)
      expect(state()).to.equal(speaking)
    }
  })

  for (const theme of ['light', 'dark']) {
    for (const name of Object.keys(callStates)) {
      it(`is accessible in the ${theme}: ${name}`, async () => {
        const avatar = await mountOpen({}, { lang: 'en', placement: 'floating', theme })
        await showCall(avatar, name)
        finishAnimations(avatar)
        const { violations } = await axe.run(avatar, { resultTypes: ['violations'] })
        expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).to.deep.equal([])
      })
    }
  }
})
