import { sendKeys } from '@web/test-runner-commands'
import { expect } from 'chai'
import { mountOpen, press } from '../../../look/mount.ts'
import type { ScriptedAvatar } from '../../../look/scripted-avatar.ts'

const field = (avatar: ScriptedAvatar): HTMLTextAreaElement =>
  avatar.inside('visavis-composer').querySelector('textarea') as HTMLTextAreaElement
const button = (avatar: ScriptedAvatar): HTMLButtonElement =>
  avatar.inside('visavis-composer').querySelector('.send') as HTMLButtonElement
const counter = (avatar: ScriptedAvatar): HTMLElement =>
  avatar.inside('visavis-composer').querySelector('.counter') as HTMLElement
const asked = (avatar: ScriptedAvatar, what: string): unknown[][] =>
  avatar.conversation.asked.filter(([name]) => name === what)

describe('the composer', () => {
  afterEach(() => document.body.replaceChildren())

  it('keeps what is typed as the draft and sends it with Enter', async () => {
    const avatar = await mountOpen()
    await sendKeys({ type: 'Good evening' })
    expect(avatar.conversation.view.draft).to.equal('Good evening')
    await sendKeys({ press: 'Enter' })
    expect(asked(avatar, 'send')).to.deep.equal([['send', 'Good evening']])
  })

  it('breaks the line with Shift+Enter and grows with it', async () => {
    const avatar = await mountOpen()
    const before = field(avatar).offsetHeight
    await sendKeys({ type: 'one' })
    await sendKeys({ down: 'Shift' })
    await sendKeys({ press: 'Enter' })
    await sendKeys({ up: 'Shift' })
    await sendKeys({ type: 'two' })
    await avatar.drawn()
    expect(field(avatar).value).to.equal('one\ntwo')
    expect(field(avatar).offsetHeight).to.be.greaterThan(before)
    expect(asked(avatar, 'send')).to.deep.equal([])
  })

  it('leaves Enter to an input method that is composing a word', async () => {
    const avatar = await mountOpen({ draft: 'に' })
    press(field(avatar), 'Enter', { isComposing: true })
    press(field(avatar), 'Enter', { keyCode: 229 })
    expect(asked(avatar, 'send')).to.deep.equal([])
  })

  it('does not set a text that stands there already, which would move the caret', async () => {
    const avatar = await mountOpen({ draft: 'abcd' })
    field(avatar).setSelectionRange(2, 2)
    await sendKeys({ type: 'x' })
    await avatar.drawn()
    expect(field(avatar).value).to.equal('abxcd')
    expect(field(avatar).selectionStart).to.equal(3)
  })

  it('shows a draft that comes back after a send has failed', async () => {
    const avatar = await mountOpen()
    avatar.conversation.show({ draft: 'not lost' })
    await avatar.drawn()
    expect(field(avatar).value).to.equal('not lost')
  })

  it('sends nothing that is blank', async () => {
    const avatar = await mountOpen({ draft: ' \n ' })
    press(field(avatar), 'Enter')
    button(avatar).click()
    expect(asked(avatar, 'send')).to.deep.equal([])
    expect(button(avatar).ariaDisabled).to.equal('true')
  })

  it('counts near the limit, and sends nothing beyond it but keeps it', async () => {
    const avatar = await mountOpen({ draft: 'a'.repeat(7400) })
    expect(counter(avatar).hidden).to.equal(true)
    avatar.conversation.show({ draft: 'a'.repeat(7990) })
    await avatar.drawn()
    expect(counter(avatar).textContent?.trim()).to.equal('10 characters left')
    avatar.conversation.show({ draft: 'a'.repeat(8001) })
    await avatar.drawn()
    expect(counter(avatar).textContent?.trim()).to.equal('1 character too long')
    expect(field(avatar).ariaInvalid).to.equal('true')
    press(field(avatar), 'Enter')
    expect(asked(avatar, 'send')).to.deep.equal([])
    expect(field(avatar).value.length).to.equal(8001)
  })

  it('has one button that sends, or stops while an answer runs, and keeps the focus', async () => {
    const avatar = await mountOpen({ draft: 'Hello' })
    const before = button(avatar)
    expect(before.ariaLabel).to.equal('Send')
    before.focus()
    avatar.conversation.show({ busy: true, draft: '' })
    await avatar.drawn()
    expect(button(avatar) === before).to.equal(true)
    expect(before.ariaLabel).to.equal('Stop the answer')
    expect(avatar.inside('visavis-composer').activeElement?.className).to.equal('send')
    before.click()
    expect(asked(avatar, 'stop')).to.have.length(1)
  })

  it('keeps the next message while an answer runs', async () => {
    const avatar = await mountOpen({ busy: true, draft: 'next' })
    press(field(avatar), 'Enter')
    expect(asked(avatar, 'send')).to.deep.equal([])
    expect(field(avatar).value).to.equal('next')
  })

  it('is labelled and large enough that no phone zooms in', async () => {
    const avatar = await mountOpen()
    expect(field(avatar).ariaLabel).to.equal('Message')
    expect(parseFloat(getComputedStyle(field(avatar)).fontSize)).to.be.at.least(16)
  })

  const undo = async () => {
    await sendKeys({ down: 'Control' })
    await sendKeys({ press: 'z' })
    await sendKeys({ up: 'Control' })
  }

  it('gives back with an undo what was sent, and what stood there before a text was put in', async () => {
    const avatar = await mountOpen()
    await sendKeys({ type: 'Good evening' })
    avatar.conversation.show({ draft: '' })
    await avatar.drawn()
    expect(field(avatar).value).to.equal('')
    await undo()
    expect(field(avatar).value).to.equal('Good evening')
    expect(avatar.conversation.view.draft).to.equal('Good evening')
    avatar.conversation.show({ draft: 'put back' })
    await avatar.drawn()
    expect(field(avatar).value).to.equal('put back')
    await undo()
    expect(avatar.conversation.view.draft).to.equal('Good evening')
  })

  it('tells nobody that somebody types when a text is put in', async () => {
    const avatar = await mountOpen()
    await sendKeys({ type: 'a' })
    const before = asked(avatar, 'setDraft').length
    avatar.conversation.show({ draft: 'put in' })
    await avatar.drawn()
    expect(asked(avatar, 'setDraft')).to.have.length(before)
  })
})
