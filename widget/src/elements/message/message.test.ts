import { sendKeys } from '@web/test-runner-commands'
import { expect } from 'chai'
import { mountOpen } from '../../../look/mount.ts'
import type { ScriptedAvatar } from '../../../look/scripted-avatar.ts'
import { greeting, message } from '../../../look/states.ts'
import type { MessageView } from '../../conversation/view.ts'

async function mount(...messages: MessageView[]): Promise<ScriptedAvatar> {
  return mountOpen({ messages: [greeting('Hello'), ...messages] })
}

const last = (avatar: ScriptedAvatar): ShadowRoot => {
  const all = avatar.inside('visavis-messages').querySelectorAll('visavis-message')
  return all[all.length - 1]?.shadowRoot as ShadowRoot
}
const named = (avatar: ScriptedAvatar, name: string): HTMLButtonElement | null =>
  last(avatar).querySelector(`button[aria-label="${name}"]`)

describe('a message', () => {
  afterEach(() => document.body.replaceChildren())

  it('says who speaks and when', async () => {
    const avatar = await mount(message({ role: 'user', text: 'Hi' }))
    expect(last(avatar).querySelector('article')?.ariaLabel).to.match(/^You, \d/)
  })

  it('shows a visitor’s text as it was typed, and never as Markdown', async () => {
    const avatar = await mount(message({ role: 'user', text: '**not bold**\n\n  <b>nor this</b>' }))
    const text = last(avatar).querySelector('.text')
    expect(text?.textContent).to.equal('**not bold**\n\n  <b>nor this</b>')
    expect(text?.children).to.have.length(0)
  })

  it('draws an answer’s Markdown, with where each link leads', async () => {
    const avatar = await mount(
      message({ text: 'One **two** `three`\n\n- a\n- b\n\n[here](https://example.org/x)' }),
    )
    const text = last(avatar).querySelector('.text')
    expect(text?.querySelector('strong')?.textContent).to.equal('two')
    expect(text?.querySelectorAll('li')).to.have.length(2)
    const link = text?.querySelector('a')
    expect(link?.rel).to.equal('noopener noreferrer nofollow ugc')
    expect(link?.target).to.equal('_blank')
    expect(text?.querySelector('.host')?.textContent).to.equal('example.org')
  })

  it('makes no column wider with the pen that writes in it', async () => {
    const text = '| a | b |\n|---|---|\n| c | the widest'
    const avatar = await mount(message({ id: 'a', text, status: 'streaming' }))
    const widths = () => [...last(avatar).querySelectorAll('td')].map((cell) => cell.clientWidth)
    const before = widths()
    avatar.conversation.show({ messages: [greeting('Hello'), message({ id: 'a', text })] })
    await avatar.drawn()
    expect(widths()).to.deep.equal(before)
  })

  it('has the pen where the last word of a table is', async () => {
    const head = '| a | b |\n|---|---|\n'
    for (const [rows, where] of [
      ['| c | d |\n| e', 'e'],
      ['| c | d |\n| e | f', 'f'],
    ] as const) {
      const avatar = await mount(message({ text: head + rows, status: 'streaming' }))
      const penned = [...last(avatar).querySelectorAll('td, th')].filter(
        (cell) => getComputedStyle(cell, '::after').content !== 'none',
      )
      expect(penned.map(({ textContent }) => textContent?.trim())).to.deep.equal([where])
    }
  })

  it('copies a block of code, which says what language it is in', async () => {
    const copied: string[] = []
    const writeText = async (text: string) => void copied.push(text)
    Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true })
    const avatar = await mount(message({ text: 'Run:\n\n```sh\nnpm start\n```\n\nThen wait.' }))
    expect(last(avatar).querySelector('.code-head')?.textContent?.trim()).to.equal('sh')
    named(avatar, 'Copy: sh')?.click()
    await avatar.drawn()
    expect(copied).to.deep.equal(['npm start'])
    expect(named(avatar, 'Copied: sh')).not.to.equal(null)
    expect(named(avatar, 'Copy')).not.to.equal(null)
    Reflect.deleteProperty(navigator, 'clipboard')
  })

  it('asks for another answer, for another variant, and for the retry of what failed', async () => {
    const variant = { index: 1, count: 3 }
    const avatar = await mount(message({ id: 'a', text: 'Answer', variant }))
    named(avatar, 'Answer again')?.click()
    named(avatar, 'Previous variant')?.click()
    named(avatar, 'Next variant')?.click()
    const problem = 'model_unavailable'
    const failed = message({ id: 'b', text: '', status: 'failed', problem, canRetry: true })
    avatar.conversation.show({ messages: [failed] })
    await avatar.drawn()
    last(avatar).querySelector<HTMLElement>('.problem button')?.click()
    expect(avatar.conversation.asked.slice(-4)).to.deep.equal([
      ['regenerate', 'a'],
      ['showVariant', 'a', -1],
      ['showVariant', 'a', 1],
      ['retry', 'b'],
    ])
  })

  it('does not go beyond the first and the last variant', async () => {
    const variant = { index: 0, count: 2 }
    const avatar = await mount(message({ id: 'a', text: 'Answer', variant }))
    const before = avatar.conversation.asked.length
    named(avatar, 'Previous variant')?.click()
    expect(avatar.conversation.asked).to.have.length(before)
    expect(named(avatar, 'Previous variant')?.ariaDisabled).to.equal('true')
  })

  it('announces a failure that was seen to happen, and not one that lies in the past', async () => {
    const failed = message({ id: 'a', text: 'Half', status: 'interrupted', problem: 'offline' })
    const avatar = await mount(failed)
    expect(last(avatar).querySelector('[part=problem]')?.role).to.equal(null)
    avatar.conversation.show({ messages: [{ ...failed, status: 'streaming', problem: null }] })
    await avatar.drawn()
    avatar.conversation.show({ messages: [failed] })
    await avatar.drawn()
    expect(last(avatar).querySelector('[part=problem]')?.role).to.equal('alert')
  })

  it('is never empty: a failed answer says what to do instead', async () => {
    const problem = 'model_unavailable'
    const avatar = await mount(
      message({ id: 'a', text: '', status: 'failed', problem, canRetry: true }),
    )
    expect(last(avatar).querySelector('.text') === null).to.equal(true)
    expect(last(avatar).querySelector('.problem')?.textContent).to.contain('No answer could be')
  })

  it('says of an answer that is not whole why, and offers the rest', async () => {
    const states = [
      [{ status: 'interrupted', problem: 'stream_interrupted' }, 'The answer broke off.'],
      [
        { status: 'interrupted', problem: 'offline' },
        'The answer broke off. There is no connection.',
      ],
      [{ status: 'stopped' }, 'Stopped.'],
      [{ status: 'complete' }, ''],
    ] as const
    for (const [state, why] of states) {
      const avatar = await mount(message({ id: 'a', text: 'Half', canContinue: true, ...state }))
      const end = last(avatar).querySelector('[part=problem]')
      expect(end?.querySelector('p')?.textContent?.trim() ?? '').to.contain(why)
      const button = end?.querySelector('button')
      expect(button?.textContent?.trim()).to.equal('Continue')
      button?.click()
      expect(avatar.conversation.asked.at(-1)).to.deep.equal(['retry', 'a'])
      avatar.remove()
    }
  })

  it('goes on by keyboard', async () => {
    const avatar = await mount(
      message({ id: 'a', text: 'Half', status: 'stopped', canContinue: true }),
    )
    last(avatar).querySelector<HTMLElement>('[part=problem] button')?.focus()
    expect(last(avatar).activeElement?.textContent?.trim()).to.equal('Continue')
    await sendKeys({ press: 'Enter' })
    expect(avatar.conversation.asked.at(-1)).to.deep.equal(['retry', 'a'])
  })

  it('offers nothing more of an answer that others follow', async () => {
    const avatar = await mount(
      message({ id: 'a', text: 'Half', status: 'interrupted', problem: 'stream_interrupted' }),
    )
    const end = last(avatar).querySelector('[part=problem]')
    expect(end?.textContent?.trim()).to.equal('The answer broke off.')
    expect(end?.querySelector('button') === null).to.equal(true)
  })

  it('has one tab stop for its actions, and arrows between them', async () => {
    const avatar = await mount(message({ id: 'a', text: 'Answer' }))
    const buttons = [...last(avatar).querySelectorAll<HTMLElement>('.actions button')]
    expect(buttons.map((button) => button.tabIndex)).to.deep.equal([0, -1, -1])
    buttons[0]?.focus()
    await sendKeys({ press: 'ArrowRight' })
    expect(last(avatar).activeElement?.ariaLabel).to.equal('Answer again')
    await sendKeys({ press: 'ArrowLeft' })
    await sendKeys({ press: 'ArrowLeft' })
    expect(last(avatar).activeElement?.ariaLabel).to.equal('Delete')
  })

  it('offers nothing to do while it is being written', async () => {
    const avatar = await mount(message({ text: 'Half a sent', status: 'streaming' }))
    expect(last(avatar).querySelector('.actions') === null).to.equal(true)
  })

  it('shows its actions on a long press, until something else is touched', async () => {
    const avatar = await mount(message({ text: 'Answer' }))
    const article = last(avatar).querySelector('article') as HTMLElement
    const touch = { pointerType: 'touch', bubbles: true, composed: true }
    const held = new Promise((resolve) =>
      new MutationObserver(resolve).observe(article, { attributeFilter: ['class'] }),
    )
    article.dispatchEvent(new PointerEvent('pointerdown', touch))
    await held
    expect(article.classList.contains('actions-shown')).to.equal(true)
    document.body.dispatchEvent(new PointerEvent('pointerdown', touch))
    await avatar.drawn()
    expect(article.classList.contains('actions-shown')).to.equal(false)
  })
})
