import { sendKeys, setViewport } from '@web/test-runner-commands'
import { expect } from 'chai'
import { found } from '../../../look/found.ts'
import { mountOpen } from '../../../look/mount.ts'
import type { ScriptedAvatar } from '../../../look/scripted-avatar.ts'
import { panelStates } from '../../../look/states.ts'
import { finishAnimations } from '../../../test-support/finish-animations.ts'
import { ask } from './ask.ts'
import type { Question, VisavisQuestion } from './question.ts'

const question: Question = { text: 'Shall it go?', no: 'Keep it', yes: 'Let it go' }

type Asked = { readonly element: VisavisQuestion; readonly answer: Promise<boolean> }

async function asked(avatar: ScriptedAvatar, asking = question): Promise<Asked> {
  const answer = avatar.panel.ask(asking)
  const element = await found(avatar.panel, 'visavis-question')
  await element.updateComplete
  return { element, answer }
}

/** What has the focus, however deep it is. */
function focused(): Element | null {
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  return element
}

const button = ({ element }: Asked, place: 0 | 1) =>
  element.renderRoot.querySelectorAll('button')[place] as HTMLButtonElement

const field = (avatar: ScriptedAvatar) =>
  avatar.inside('visavis-composer').querySelector('textarea') as HTMLTextAreaElement

const panels = [
  { name: 'a region in the page', width: 1280, placement: 'inline' },
  { name: 'a dialog beside the page', width: 1280, placement: 'floating' },
  { name: 'a phone’s whole screen', width: 360, placement: 'floating' },
]

describe('a question', () => {
  afterEach(async () => {
    document.body.replaceChildren()
    await setViewport({ width: 1280, height: 800 })
  })

  for (const { name, width, placement } of panels) {
    it(`is answered while nothing else can be reached, in ${name}`, async () => {
      await setViewport({ width, height: 640 })
      const avatar = await mountOpen({}, { lang: 'en', placement })
      field(avatar).focus()
      const first = await asked(avatar)
      expect(focused()?.textContent.trim()).to.equal('Keep it')
      field(avatar).focus()
      expect(focused()?.textContent.trim()).to.equal('Keep it')
      await sendKeys({ press: 'Tab' })
      expect(focused()?.textContent.trim()).to.equal('Let it go')
      await sendKeys({ press: 'Tab' })
      expect(focused() === field(avatar)).to.equal(false)
      button(first, 1).click()
      expect(await first.answer).to.equal(true)
      const second = await asked(avatar)
      button(second, 0).click()
      expect(await second.answer).to.equal(false)
      const third = await asked(avatar)
      await sendKeys({ press: 'Escape' })
      expect(await third.answer).to.equal(false)
      expect([avatar.open, third.element.isConnected]).to.deep.equal([true, false])
    })

    it(`lies within ${name}`, async () => {
      await setViewport({ width, height: 640 })
      const avatar = await mountOpen({}, { lang: 'en', placement })
      const { element } = await asked(avatar)
      finishAnimations(avatar)
      const panel = avatar.panel.renderRoot.querySelector('.panel') as HTMLElement
      const outer = panel.getBoundingClientRect()
      const inner = element.getBoundingClientRect()
      expect(inner.left).to.be.at.least(outer.left)
      expect(inner.right).to.be.at.most(outer.right)
      expect(inner.top).to.be.above(outer.top)
      expect(inner.bottom).to.be.at.most(outer.bottom)
    })
  }

  it('gives the focus back to where it was', async () => {
    const avatar = await mountOpen(panelStates('en')['answered'])
    const message = avatar.inside('visavis-messages').querySelector('visavis-message')
    const copy = message?.shadowRoot?.querySelector<HTMLElement>('[aria-label=Copy]')
    copy?.focus()
    const { answer } = await asked(avatar)
    await sendKeys({ press: 'Enter' })
    expect(await answer).to.equal(false)
    expect(focused() === copy).to.equal(true)
  })

  it('leaves the visitor writing where what had the focus is gone', async () => {
    const avatar = await mountOpen()
    const passing = document.createElement('button')
    avatar.panel.attach({ element: passing, place: 'above-composer' })
    passing.focus()
    const { answer } = await asked(avatar)
    passing.remove()
    const realMatchMedia = window.matchMedia.bind(window)
    // With a mouse: a finger would call up its keyboard.
    window.matchMedia = () => ({ matches: true }) as MediaQueryList
    await sendKeys({ press: 'Escape' })
    await answer
    window.matchMedia = realMatchMedia
    expect(focused() === field(avatar)).to.equal(true)
  })

  it('takes no focus away that has gone to the page meanwhile', async () => {
    const avatar = await mountOpen()
    const input = document.body.appendChild(document.createElement('input'))
    const { element, answer } = await asked(avatar)
    input.focus()
    element.dispatchEvent(new Event('close'))
    expect(await answer).to.equal(false)
    expect(focused() === input).to.equal(true)
  })

  it('has the focus again when the panel is closed over it and opened', async () => {
    const avatar = await mountOpen()
    await asked(avatar)
    avatar.hide()
    await avatar.drawn()
    await avatar.show()
    await avatar.drawn()
    expect(focused()?.textContent.trim()).to.equal('Keep it')
  })

  it('can take Esc for a yes', async () => {
    const { answer } = await asked(await mountOpen(), { ...question, escape: true })
    await sendKeys({ press: 'Escape' })
    expect(await answer).to.equal(true)
  })

  it('gives way to the next one, which is a no', async () => {
    const avatar = await mountOpen()
    const first = await asked(avatar)
    const answer = avatar.panel.ask({ ...question, text: 'And this?' })
    expect(await first.answer).to.equal(false)
    const questions = [...avatar.panel.querySelectorAll('visavis-question')]
    expect(questions.map(({ ariaLabel }) => ariaLabel)).to.deep.equal(['And this?'])
    button({ element: questions[0] as VisavisQuestion, answer }, 1).click()
    expect(await answer).to.equal(true)
  })

  it('is a no once nobody wants an answer any more', async () => {
    const withdrawn = new AbortController()
    const place = document.body.appendChild(document.createElement('div'))
    const show = (element: VisavisQuestion) => {
      place.append(element)
      return () => element.remove()
    }
    const answer = ask(question, { show, signal: withdrawn.signal })
    expect(place.childElementCount).to.equal(1)
    withdrawn.abort()
    expect(await answer).to.equal(false)
    expect(place.childElementCount).to.equal(0)
    expect(await ask(question, { show, signal: withdrawn.signal })).to.equal(false)
  })
})
