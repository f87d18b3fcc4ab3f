import { sendKeys, setViewport } from '@web/test-runner-commands'
import 'axe-core'
import type { AxeResults } from 'axe-core'
import { expect } from 'chai'
import { found } from '../../../look/found.ts'
import { mountOpen } from '../../../look/mount.ts'
import type { ScriptedAvatar } from '../../../look/scripted-avatar.ts'
import { chatRows, ScriptedChats, showChats } from '../../../look/scripted-chats.ts'
import { finishAnimations } from '../../../test-support/finish-animations.ts'
import { ConversationError } from '../../transports/conversation-error.ts'
import type { VisavisChatList } from './chat-list.ts'

declare const axe: { run: (context: Element) => Promise<AxeResults> }

async function opened(chats = new ScriptedChats(chatRows('en'))) {
  const avatar = await mountOpen()
  return { avatar, chats, list: await showChats(avatar, chats) }
}

function find(list: VisavisChatList, selector: string): HTMLElement {
  const element = list.renderRoot.querySelector<HTMLElement>(selector)
  if (!element) throw new Error(`No ${selector}`)
  return element
}

const names = (list: VisavisChatList) =>
  [...list.renderRoot.querySelectorAll('.called')].map((name) => name.textContent)

async function answer(avatar: ScriptedAvatar, button: 'danger' | 'keep'): Promise<void> {
  const question = await found(avatar.panel, 'visavis-question')
  const chosen = await found(question.shadowRoot, button === 'danger' ? '.danger' : 'button')
  chosen.dispatchEvent(new MouseEvent('click'))
  await avatar.drawn()
}

/** Resolves when the list is drawn like that. */
async function when(list: VisavisChatList, isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    await new Promise<void>((resolve) => {
      const watch = new MutationObserver(() => {
        watch.disconnect()
        resolve()
      })
      watch.observe(list.renderRoot, { childList: true, subtree: true, attributes: true })
    })
  }
}

describe('the list of conversations', () => {
  beforeEach(() => setViewport({ width: 1280, height: 800 }))
  afterEach(() => document.body.replaceChildren())

  it('asks for the visitor’s own with this character on this site, and shows the latest first', async () => {
    const { chats, list } = await opened()
    expect(chats.asked).to.deep.equal([
      ['POST', '/rest/v1/rpc/list_chats', { site_id: 'site', character_id: 'nora' }],
    ])
    expect(names(list)).to.deep.equal([
      'I have a talk at work on Monday and I can’t stop going over it in my head.',
      'Sleep',
      'Maybe that I am nervous, and glad that they came. Maybe that I am nervous, and glad that they came.',
    ])
    expect(find(list, '[aria-current]').textContent).to.contain('I have a talk')
  })

  it('opens one, and leaves the one that is open as it is', async () => {
    const { avatar, list } = await opened()
    find(list, '[data-id=named] .show').click()
    await avatar.drawn()
    expect(avatar.conversation.asked.filter(([what]) => what === 'showChat')).to.deep.equal([
      ['showChat', 'named'],
    ])
    expect(list.isConnected).to.equal(false)
    const again = await showChats(avatar)
    find(again, '[data-id=today] .show').click()
    await avatar.drawn()
    expect(avatar.conversation.asked.filter(([what]) => what === 'showChat')).to.have.length(1)
  })

  it('gives one a name, and takes it back when it is emptied', async () => {
    const { chats, list } = await opened()
    find(list, '[data-id=old] .rename').click()
    await list.updateComplete
    await list.updateComplete
    await sendKeys({ type: '  Nerves ' })
    await sendKeys({ press: 'Enter' })
    await when(list, () => names(list)[2] === 'Nerves')
    expect(chats.rows[2]?.title).to.equal('Nerves')
    find(list, '[data-id=named] .rename').click()
    await list.updateComplete
    await list.updateComplete
    await sendKeys({ press: 'Delete' })
    await sendKeys({ press: 'Enter' })
    await when(list, () => names(list)[1]?.startsWith('The first minute') ?? false)
    expect(chats.rows[1]?.title).to.equal(null)
  })

  it('leaves a name as it was with Esc, which closes nothing else', async () => {
    const { avatar, chats, list } = await opened()
    find(list, '[data-id=named] .rename').click()
    await list.updateComplete
    await list.updateComplete
    await sendKeys({ type: 'Something else' })
    await sendKeys({ press: 'Escape' })
    await list.updateComplete
    expect(names(list)[1]).to.equal('Sleep')
    expect(chats.asked).to.have.length(1)
    expect([list.isConnected, avatar.open]).to.deep.equal([true, true])
    await list.updateComplete
    expect(list.shadowRoot?.activeElement?.ariaLabel).to.equal('Rename “Sleep”')
    await sendKeys({ press: 'Escape' })
    await avatar.drawn()
    expect([list.isConnected, avatar.open]).to.deep.equal([false, true])
  })

  it('deletes one after asking, and begins a new chat where it was the open one', async () => {
    const { avatar, chats, list } = await opened()
    find(list, '[data-id=named] .remove').click()
    await answer(avatar, 'keep')
    expect(chats.rows).to.have.length(3)
    find(list, '[data-id=named] .remove').click()
    await answer(avatar, 'danger')
    await when(list, () => names(list).length === 2)
    const done = () => avatar.conversation.asked.map(([what]) => what)
    expect(done()).not.to.contain('newChat')
    find(list, '[data-id=today] .remove').click()
    await answer(avatar, 'danger')
    await when(list, () => find(list, '[role=status]:last-child').textContent !== '')
    await when(list, () => names(list).length === 1)
    expect(chats.rows.map(({ id }) => id)).to.deep.equal(['old'])
    expect(done().slice(-2)).to.deep.equal(['stop', 'newChat'])
  })

  it('takes back what the server refuses, and says why', async () => {
    const { avatar, chats, list } = await opened()
    chats.refusal = new ConversationError('offline')
    find(list, '[data-id=named] .remove').click()
    await answer(avatar, 'danger')
    await when(list, () => list.renderRoot.querySelector('[role=alert]') !== null)
    expect(names(list)).to.have.length(3)
    expect(find(list, '[role=alert]').textContent.trim()).not.to.equal('')
    chats.refusal = null
    find(list, '.scroll > .pill').click()
    await when(list, () => list.renderRoot.querySelector('[role=alert]') === null)
    // What was shown is read again, not added to.
    await when(list, () => chats.asked.at(-1)?.[0] === 'POST')
    await list.updateComplete
    expect(names(list)).to.have.length(3)
  })

  it('goes on beyond its first page, and says when there is nothing', async () => {
    const row = (index: number) => ({
      id: `chat-${index}`,
      title: null,
      opening: `Number ${index}`,
      updated_at: new Date(Date.now() - index * 60_000).toISOString(),
    })
    const { chats, list } = await opened(
      new ScriptedChats(Array.from({ length: 60 }, (_, index) => row(index))),
    )
    const earlier = find(list, '.scroll > .pill')
    earlier.click()
    // Before the page that was asked for is there.
    earlier.click()
    await when(list, () => names(list).length >= 60)
    expect(names(list)).to.have.length(60)
    expect(chats.asked[1]?.[2]).to.include({ before_id: 'chat-49' })
    expect(list.renderRoot.querySelector('.scroll > .pill')).to.equal(null)
    const nobody = new ScriptedChats([])
    nobody.refusal = new ConversationError('unauthorized')
    document.body.replaceChildren()
    const avatar = await mountOpen()
    const empty = await showChats(avatar, nobody)
    expect(find(empty, '.none').textContent).to.contain('Nothing here yet')
  })

  it('follows the page to another language while it is open', async () => {
    const { avatar, list } = await opened()
    const heading = find(list, 'h2')
    avatar.lang = 'ru'
    await when(list, () => heading.textContent === 'Ваши разговоры')
    expect(find(list, '[data-id=named] .remove').ariaLabel).to.equal('Удалить «Sleep»')
    expect(find(list, '[data-id=old] .when').textContent).to.match(/\p{Script=Cyrillic}/u)
    avatar.lang = 'en'
    await when(list, () => heading.textContent === 'Your conversations')
  })

  it('is whole for whoever does not see it', async () => {
    const { avatar, list } = await opened()
    expect(list.shadowRoot?.activeElement?.ariaLabel).to.equal('Back to the conversation')
    for (const width of [1280, 320]) {
      await setViewport({ width, height: 640 })
      await avatar.drawn()
      finishAnimations(avatar)
      const { violations } = await axe.run(avatar)
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).to.deep.equal(
        [],
      )
    }
  })
})
