import { sendKeys } from '@web/test-runner-commands'
import { expect } from 'chai'
import { callStates, showCall } from '../../../look/call-states.ts'
import { mountOpen } from '../../../look/mount.ts'
import type { ScriptedAvatar } from '../../../look/scripted-avatar.ts'
import type { ScriptedCall } from '../../../look/scripted-call.ts'

/** The element that has the focus, however deep it is. */
function focused(): Element | null {
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  return element
}

const nameOf = (element: Element | null) =>
  element?.ariaLabel ?? element?.textContent?.trim() ?? 'nothing'

async function shown(state: string): Promise<{ avatar: ScriptedAvatar; call: ScriptedCall }> {
  const avatar = await mountOpen()
  return { avatar, call: await showCall(avatar, state) }
}

const state = (avatar: ScriptedAvatar) =>
  avatar.inside('visavis-header').querySelector('.state')?.textContent

/** Real keys, one after another; the call has drawn what they bring about. */
async function keys(call: ScriptedCall, ...presses: string[]): Promise<void> {
  for (const press of presses) {
    await sendKeys({ press })
    await call.drawn()
  }
}

describe('a call by keyboard alone', () => {
  afterEach(() => document.body.replaceChildren())

  // Nothing is left of a call that is over, and of the question whether anybody is there at a key.
  const passing = ['call-over', 'call-still-there', 'call-written-asked']
  for (const name of Object.keys(callStates).filter((other) => !passing.includes(other))) {
    it(`reaches everything that can be pressed, in the order in which it stands: ${name}`, async () => {
      const { call } = await shown(name)
      const wanted = [call.question, call.element].flatMap((element) => [
        ...(element?.shadowRoot?.querySelectorAll<HTMLElement>('button, input') ?? []),
      ])
      wanted[0]?.focus()
      const reached: (Element | null)[] = []
      for (const _ of wanted) {
        const element = focused()
        reached.push(element)
        expect(nameOf(element)).not.to.equal('')
        // What has the focus is seen to have it.
        expect(element && getComputedStyle(element).outlineStyle).to.equal('solid')
        await keys(call, 'Tab')
      }
      expect(reached.map(nameOf)).to.deep.equal(wanted.map(nameOf))
      // And the way goes on from there.
      expect(wanted).not.to.include(focused())
    })
  }

  it('opens the microphone with Space, and closes it again', async () => {
    const { call } = await shown('call-speaking')
    await keys(call, 'Space')
    expect(nameOf(focused())).to.equal('Mute the microphone')
    await keys(call, 'Space')
    expect(nameOf(focused())).to.equal('Microphone')
  })

  it('listens for as long as Space is held', async () => {
    const { avatar, call } = await shown('call-speaking')
    await sendKeys({ down: 'Space' })
    await sendKeys({ down: 'Space' })
    await call.drawn()
    expect(state(avatar)).to.equal('listening')
    await sendKeys({ up: 'Space' })
    await call.drawn()
    await call.drawn()
    expect(call.find('.microphone').ariaPressed).to.equal('false')
  })

  it('takes no for an answer with Esc, and leaves the focus on the microphone', async () => {
    const { avatar, call } = await shown('call-consent')
    expect(nameOf(focused())).to.equal('I’ll write')
    await keys(call, 'Escape')
    expect(call.question).to.equal(null)
    expect(nameOf(focused())).to.equal('Microphone')
    expect(avatar.open).to.equal(true)
  })

  it('takes a yes with Enter, and leaves the focus on the microphone', async () => {
    const { call } = await shown('call-consent')
    await keys(call, 'Tab', 'Enter')
    await call.drawn()
    expect(nameOf(focused())).to.equal('Mute the microphone')
  })

  it('takes any key for a sign of life, and goes on', async () => {
    for (const press of ['Escape', 'Enter', 'Tab']) {
      const { avatar, call } = await shown('call-still-there')
      expect(nameOf(focused())).to.equal('End the call')
      await keys(call, press)
      expect(avatar.open, press).to.equal(true)
      expect(call.question, press).to.equal(null)
      expect(focused()?.getRootNode(), press).to.equal(call.element.shadowRoot)
      document.body.replaceChildren()
    }
  })

  it('keeps the focus when the note that had it is done with', async () => {
    const { call } = await shown('call-unsupported')
    call.find('.note button').focus()
    await keys(call, 'Enter')
    expect(call.find('.note')).to.equal(null)
    expect(nameOf(focused())).to.equal('Microphone')
  })

  it('ends, and the focus is back where the call was begun', async () => {
    const { avatar, call } = await shown('call-speaking')
    call.find('.end').focus()
    await sendKeys({ press: 'Enter' })
    await avatar.drawn()
    expect(avatar.panel.call).to.equal(null)
    expect(nameOf(focused())).to.equal('Talk aloud')
  })
})
