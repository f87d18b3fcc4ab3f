import { sendKeys, setViewport } from '@web/test-runner-commands'
import { expect } from 'chai'
import { found } from '../../../look/found.ts'
import { mountOpen } from '../../../look/mount.ts'
import type { ScriptedAvatar } from '../../../look/scripted-avatar.ts'
import { finishAnimations } from '../../../test-support/finish-animations.ts'

function made(text: string): HTMLButtonElement {
  const element = document.createElement('button')
  element.textContent = text
  return element
}

const boxOf = (avatar: ScriptedAvatar, selector: string) =>
  (avatar.panel.renderRoot.querySelector(selector) as HTMLElement).getBoundingClientRect()

const field = (avatar: ScriptedAvatar) =>
  avatar.inside('visavis-composer').querySelector('textarea') as HTMLTextAreaElement

const isWriting = (avatar: ScriptedAvatar) =>
  avatar.inside('visavis-composer').activeElement === field(avatar)

describe('the places of a panel', () => {
  beforeEach(() => setViewport({ width: 1280, height: 800 }))
  afterEach(() => document.body.replaceChildren())

  it('have what belongs above the composer right there, until it is detached', async () => {
    const avatar = await mountOpen()
    const element = made('Read this first')
    const detach = avatar.panel.attach({ element, place: 'above-composer' })
    const { top, bottom } = element.getBoundingClientRect()
    expect(top).to.be.at.least(boxOf(avatar, 'visavis-messages').bottom)
    expect(bottom).to.be.at.most(boxOf(avatar, 'visavis-composer').top)
    detach()
    expect(element.isConnected).to.equal(false)
  })

  it('have what belongs to the face between the name and the conversation', async () => {
    const avatar = await mountOpen()
    const element = made('A face')
    avatar.panel.attach({ element, place: 'stage' })
    const { top, bottom } = element.getBoundingClientRect()
    expect(top).to.be.at.least(boxOf(avatar, 'visavis-header').bottom)
    expect(bottom).to.be.at.most(boxOf(avatar, 'visavis-messages').top)
  })

  it('have further items in the menu, which the arrows reach and which close it', async () => {
    const avatar = await mountOpen()
    const element = made('What you know of me')
    element.role = 'menuitem'
    element.tabIndex = -1
    avatar.panel.attach({ element, place: 'menu' })
    const header = avatar.inside('visavis-header')
    header.querySelector<HTMLElement>('.dots')?.click()
    await found(header, '[role=menuitem]')
    await sendKeys({ press: 'ArrowUp' })
    expect(element.matches(':focus')).to.equal(true)
    finishAnimations(avatar)
    const { left, right } = header.querySelector('.menu')?.getBoundingClientRect() as DOMRect
    const box = element.getBoundingClientRect()
    expect([box.left > left, box.right < right, element.offsetHeight]).to.deep.equal([
      true,
      true,
      44,
    ])
    await sendKeys({ press: 'ArrowDown' })
    expect(header.activeElement?.textContent.trim()).to.equal('New chat')
    await sendKeys({ press: 'End' })
    await sendKeys({ press: 'Enter' })
    await avatar.drawn()
    expect(header.querySelector('.menu')).to.equal(null)
  })

  it('have a drawer over the conversation, which gives the focus back when it is closed', async () => {
    const avatar = await mountOpen()
    const ways: ((drawer: HTMLElement, detach: () => void) => Promise<void>)[] = [
      () => sendKeys({ press: 'Escape' }),
      async (drawer) => void drawer.dispatchEvent(new Event('close')),
      async (_drawer, detach) => detach(),
    ]
    for (const close of ways) {
      field(avatar).focus()
      const drawer = made('A drawer')
      const detach = avatar.panel.attach({ element: drawer, place: 'drawer' })
      drawer.focus()
      field(avatar).focus()
      expect(isWriting(avatar)).to.equal(false)
      await close(drawer, detach)
      expect([drawer.isConnected, isWriting(avatar), avatar.open]).to.deep.equal([
        false,
        true,
        true,
      ])
    }
  })

  it('have one drawer over another, and the lower one again when the upper one is closed', async () => {
    const avatar = await mountOpen()
    const [lower, upper] = [made('One'), made('Another')]
    avatar.panel.attach({ element: lower, place: 'drawer' })
    lower.focus()
    const detach = avatar.panel.attach({ element: upper, place: 'drawer' })
    upper.focus()
    lower.focus()
    expect(lower.matches(':focus')).to.equal(false)
    detach()
    lower.focus()
    expect(lower.matches(':focus')).to.equal(true)
  })

  it('have a question over a drawer, which cannot be reached until it is answered', async () => {
    const avatar = await mountOpen()
    const drawer = made('A drawer')
    avatar.panel.attach({ element: drawer, place: 'drawer' })
    drawer.focus()
    const answer = avatar.panel.ask({ text: 'Sure?', no: 'No', yes: 'Yes' })
    await (
      await found(avatar.panel, 'visavis-question')
    ).updateComplete
    drawer.focus()
    expect(drawer.matches(':focus')).to.equal(false)
    await sendKeys({ press: 'Escape' })
    expect(await answer).to.equal(false)
    expect([drawer.isConnected, drawer.matches(':focus')]).to.deep.equal([true, true])
  })

  it('keep what stands in them when the panel goes to another place on the page', async () => {
    const avatar = await mountOpen()
    const drawer = made('A drawer')
    avatar.panel.attach({ element: drawer, place: 'drawer' })
    avatar.setAttribute('placement', 'inline')
    await avatar.drawn()
    field(avatar).focus()
    expect([isWriting(avatar), drawer.isConnected]).to.deep.equal([false, true])
    drawer.focus()
    await sendKeys({ press: 'Escape' })
    expect([drawer.isConnected, avatar.open]).to.deep.equal([false, true])
  })
})
