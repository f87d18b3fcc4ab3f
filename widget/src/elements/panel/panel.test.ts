import { sendKeys, setViewport } from '@web/test-runner-commands'
import 'axe-core'
import type { AxeResults } from 'axe-core'
import { expect } from 'chai'
import { found } from '../../../look/found.ts'
import { mountOpen, press } from '../../../look/mount.ts'
import type { ScriptedAvatar } from '../../../look/scripted-avatar.ts'
import { characterCard, message, panelStates, readyView } from '../../../look/states.ts'
import { finishAnimations } from '../../../test-support/finish-animations.ts'
import type { VisavisQuestion } from '../question/question.ts'

declare const axe: { run: (context: Element) => Promise<AxeResults> }

const inPanel = (avatar: ScriptedAvatar, selector: string): HTMLElement | null =>
  avatar.panel.shadowRoot?.querySelector<HTMLElement>(selector) ?? null
const inHeader = (avatar: ScriptedAvatar, selector: string): HTMLElement | null =>
  avatar.inside('visavis-header').querySelector<HTMLElement>(selector)
const dialog = (avatar: ScriptedAvatar): HTMLDialogElement =>
  inPanel(avatar, 'dialog') as HTMLDialogElement

async function openMenu(avatar: ScriptedAvatar): Promise<HTMLElement[]> {
  inHeader(avatar, '.dots')?.click()
  while (!inHeader(avatar, '[role=menuitem]')) await new Promise(requestAnimationFrame)
  return [...avatar.inside('visavis-header').querySelectorAll<HTMLElement>('[role=menuitem]')]
}

/** What is asked, once it stands there: it loads with the first question. */
async function asked({ panel }: ScriptedAvatar): Promise<VisavisQuestion> {
  const question = await found(panel, 'visavis-question')
  await question.updateComplete
  return question
}

const isAsked = ({ panel }: ScriptedAvatar) => panel.querySelector('visavis-question') !== null

const answered = panelStates('en')['answered']

describe('the panel', () => {
  beforeEach(() => setViewport({ width: 1280, height: 800 }))

  afterEach(() => document.body.replaceChildren())

  it('is a dialog beside the page on wide screens', async () => {
    const avatar = await mountOpen()
    expect(dialog(avatar).open).to.equal(true)
    expect(dialog(avatar).matches(':modal')).to.equal(false)
    expect(dialog(avatar).ariaLabel).to.equal('Nora, AI companion')
  })

  it('takes a phone’s whole screen, as a modal dialog', async () => {
    await setViewport({ width: 360, height: 640 })
    const avatar = await mountOpen()
    expect(dialog(avatar).matches(':modal')).to.equal(true)
    finishAnimations(avatar)
    const { width, height, top } = dialog(avatar).getBoundingClientRect()
    expect([width, height, top]).to.deep.equal([360, 640, 0])
    await sendKeys({ press: 'Escape' })
    await avatar.drawn()
    await avatar.drawn()
    expect(avatar.open).to.equal(false)
    expect(avatar.shadowRoot?.activeElement?.className).to.equal('launcher')
  })

  it('closes with whatever way back the device has, asked or not', async () => {
    await setViewport({ width: 360, height: 640 })
    const avatar = await mountOpen()
    const closed = new Promise((resolve) => avatar.addEventListener('visavis-panel-close', resolve))
    // A phone's way back closes a modal dialog as this does: without a chance to object.
    dialog(avatar).close()
    await closed
    await avatar.drawn()
    expect(avatar.open).to.equal(false)
    expect(avatar.shadowRoot?.activeElement?.className).to.equal('launcher')
    await avatar.show()
    await avatar.drawn()
    expect(dialog(avatar).matches(':modal')).to.equal(true)
  })

  it('changes from one to the other with the width of the screen', async () => {
    const avatar = await mountOpen()
    /** The page is told of its width with one of the next frames. */
    const modal = async (isModal: boolean) => {
      while (dialog(avatar).matches(':modal') !== isModal) await new Promise(requestAnimationFrame)
    }
    await setViewport({ width: 360, height: 640 })
    await modal(true)
    await setViewport({ width: 1280, height: 800 })
    await modal(false)
    expect(dialog(avatar).open).to.equal(true)
  })

  it('fetches what is seldom said again, with the next problem, where it did not arrive', async () => {
    const avatar = await mountOpen()
    const { panel, conversation } = avatar
    const { loadRareWords } = panel.words
    let tries = 0
    panel.words = {
      ...panel.words,
      loadRareWords: () =>
        (tries += 1) === 1 ? Promise.reject(new TypeError('not loaded')) : loadRareWords(),
    }
    const said = async (text: string) => {
      while (!inPanel(avatar, '.notice')?.textContent.includes(text)) {
        await new Promise(requestAnimationFrame)
      }
    }
    conversation.show({ problem: 'visitor_banned' })
    await said('Something went wrong')
    conversation.show({ draft: 'Hello' })
    await avatar.drawn()
    expect(tries).to.equal(1)
    conversation.show({ problem: 'sign_in_off' })
    await said('New visitors cannot write here')
    conversation.show({ problem: 'visitor_banned' })
    await said('has closed the chat')
    expect(tries).to.equal(2)
  })

  it('is no dialog but a region when it stands in the page', async () => {
    const avatar = await mountOpen({}, { lang: 'en' })
    expect(inPanel(avatar, 'section')?.ariaLabel).to.equal('Nora, AI companion')
    expect(inPanel(avatar, 'dialog') === null).to.equal(true)
  })

  it('announces an answer twice: that it comes, and what it says; and never a part of it', async () => {
    const avatar = await mountOpen(answered)
    const region = inPanel(avatar, '[role=status]') as HTMLElement
    const said: string[] = []
    const note = () => said.push(region.textContent?.trim() ?? '')
    new MutationObserver(note).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    })
    const before = avatar.conversation.view.messages
    avatar.conversation.show({ busy: true, messages: before })
    await avatar.drawn()
    for (const text of ['That', 'That sounds', 'That sounds tiring.']) {
      const answer = message({ id: 'a', text, status: 'streaming' })
      avatar.conversation.show({ messages: [...before, answer] })
      await avatar.drawn()
    }
    const answer = message({ id: 'a', text: 'That *sounds* tiring.' })
    const announcement = 'That *sounds* tiring.'
    avatar.conversation.show({ busy: false, messages: [...before, answer], announcement })
    await avatar.drawn()
    expect(said).to.deep.equal(['Nora is answering', 'That sounds tiring.'])
    const others = [...(avatar.panel.shadowRoot?.querySelectorAll('[aria-live]') ?? [])]
    expect(others).to.deep.equal([])
  })

  it('does not read out an old answer when it opens', async () => {
    const avatar = await mountOpen({ ...answered, announcement: '' })
    expect(inPanel(avatar, '[role=status]')?.textContent?.trim()).to.equal('')
  })

  it('opens a menu that arrows walk through and Esc closes before the panel', async () => {
    const avatar = await mountOpen(answered)
    const items = await openMenu(avatar)
    expect(items.map((item) => item.textContent?.trim())).to.deep.equal([
      'New chat',
      'Your conversations',
      'Clear this chat',
    ])
    const focused = () => avatar.inside('visavis-header').activeElement?.textContent?.trim()
    expect(focused()).to.equal('New chat')
    await sendKeys({ press: 'ArrowUp' })
    expect(focused()).to.equal('Clear this chat')
    await sendKeys({ press: 'ArrowDown' })
    expect(focused()).to.equal('New chat')
    await sendKeys({ press: 'Escape' })
    await avatar.drawn()
    expect(inHeader(avatar, '[role=menu]') === null).to.equal(true)
    expect(avatar.open).to.equal(true)
    expect(avatar.inside('visavis-header').activeElement?.ariaLabel).to.equal('Menu')
  })

  it('begins a new chat and puts the focus where one writes', async () => {
    const avatar = await mountOpen(answered)
    const [newChat] = await openMenu(avatar)
    newChat?.click()
    expect(avatar.conversation.asked.at(-1)).to.deep.equal(['newChat'])
    expect(avatar.inside('visavis-composer').activeElement?.tagName).to.equal('TEXTAREA')
  })

  it('asks before it clears a chat, with the focus on what keeps it', async () => {
    const avatar = await mountOpen(answered)
    const clear = (await openMenu(avatar)).at(-1)
    clear?.click()
    const keep = (await asked(avatar)).shadowRoot?.activeElement
    expect(keep?.textContent).to.equal('Keep')
    press(keep, 'Escape')
    await avatar.drawn()
    expect(isAsked(avatar)).to.equal(false)
    expect(avatar.open).to.equal(true)
    expect(avatar.conversation.asked.some(([what]) => what === 'clear')).to.equal(false)

    const again = (await openMenu(avatar)).at(-1)
    again?.click()
    ;(await asked(avatar)).shadowRoot?.querySelector<HTMLElement>('.danger')?.click()
    await avatar.drawn()
    expect(avatar.conversation.asked.at(-1)).to.deep.equal(['clear'])
  })

  it('takes Esc for a no where it stands in the page as well, and is not closed by it', async () => {
    const avatar = await mountOpen(answered, { lang: 'en' })
    ;(await openMenu(avatar)).at(-1)?.click()
    press((await asked(avatar)).shadowRoot?.activeElement, 'Escape')
    await avatar.drawn()
    expect(isAsked(avatar)).to.equal(false)
    press(avatar.inside('visavis-composer').querySelector('textarea'), 'Escape')
    await avatar.drawn()
    expect(avatar.open).to.equal(true)
  })

  it('asks before it deletes a message with all that follows', async () => {
    const avatar = await mountOpen(answered)
    const messages = avatar.inside('visavis-messages').querySelectorAll('visavis-message')
    messages[1]?.shadowRoot?.querySelector<HTMLElement>('[aria-label=Delete]')?.click()
    const question = await asked(avatar)
    expect(question.ariaLabel).to.contain('everything after it')
    question.shadowRoot?.querySelector<HTMLElement>('.danger')?.click()
    await avatar.drawn()
    expect(avatar.conversation.asked.at(-1)?.[0]).to.equal('deleteMessage')
  })

  it('says so when there is no connection, and keeps the composer', async () => {
    const avatar = await mountOpen(answered)
    Object.defineProperty(navigator, 'onLine', { configurable: true, value: false })
    dispatchEvent(new Event('offline'))
    await avatar.drawn()
    expect(inPanel(avatar, '.notice')?.textContent).to.contain('Keep writing')
    Reflect.deleteProperty(navigator, 'onLine')
    dispatchEvent(new Event('online'))
    await avatar.drawn()
    expect(inPanel(avatar, '.notice') === null).to.equal(true)
  })

  it('says once what went wrong, where the message says it already', async () => {
    const problem = 'database_unavailable'
    const failed = message({ id: 'a', text: '', status: 'failed', problem })
    const avatar = await mountOpen({ messages: [failed], problem })
    expect(inPanel(avatar, '.notice') === null).to.equal(true)
    avatar.conversation.show({ problem: 'offline' })
    await avatar.drawn()
    expect(inPanel(avatar, '.notice')?.textContent).to.contain('There is no connection')
  })

  it('lets a page style its parts, however deep they lie', async () => {
    const sheet = new CSSStyleSheet()
    const parts = [
      'panel',
      'header',
      'name',
      'messages',
      'message-user',
      'text',
      'composer',
      'send',
    ]
    sheet.replaceSync(parts.map((part) => `::part(${part}) { scroll-margin-top: 7px }`).join(''))
    document.adoptedStyleSheets = [sheet]
    await mountOpen(answered)
    const reached = (root: ParentNode): string[] =>
      [...root.querySelectorAll('*')].flatMap((element) => [
        ...[...element.part].filter(
          (part) => parts.includes(part) && getComputedStyle(element).scrollMarginTop === '7px',
        ),
        ...(element.shadowRoot ? reached(element.shadowRoot) : []),
      ])
    expect(new Set(reached(document))).to.deep.equal(new Set(parts))
    document.adoptedStyleSheets = []
  })

  it('has a place for a page’s own words beside the name', async () => {
    const avatar = await mountOpen()
    const note = document.createElement('span')
    note.slot = 'header'
    note.textContent = 'Calls are free'
    avatar.append(note)
    await avatar.drawn()
    const slot = inHeader(avatar, 'slot') as HTMLSlotElement
    expect(slot.assignedElements({ flatten: true })[0]?.textContent).to.equal('Calls are free')
  })

  it('says what it is where there is no room for what it does, too, unless it does something', async () => {
    await setViewport({ width: 320, height: 720 })
    const avatar = await mountOpen(answered, { placement: 'floating' })
    const tagline = () => inHeader(avatar, '[part=tagline]')?.innerText.trim()
    avatar.panel.call = { interrupt: () => undefined, tellsMind: true }
    await avatar.panel.updateComplete
    await avatar.drawn()
    expect(tagline()).to.equal('AI companion')
    avatar.panel.callStatus = 'listening'
    await avatar.panel.updateComplete
    await avatar.drawn()
    expect(tagline()).to.equal('listening')
  })

  it('says whole on the stage what it is, and never more than fits beside the face', async () => {
    await setViewport({ width: 320, height: 640 })
    const character = {
      ...characterCard('ru'),
      name: 'Тихон Архипович с Дальнего Клыка',
      tagline: 'Смотритель маяка, ИИ-персонаж, который никуда не торопится',
    }
    for (const [name, { messages }] of Object.entries({
      stage: readyView('ru'),
      strip: answered ?? readyView('ru'),
    })) {
      const avatar = await mountOpen({ character, messages })
      const header = inHeader(avatar, 'header')?.getBoundingClientRect()
      const who = inHeader(avatar, '.who')?.getBoundingClientRect()
      expect(who?.left, name).to.be.at.least(header?.left ?? 0)
      expect(who?.right, name).to.be.at.most(header?.right ?? 0)
      const tagline = inHeader(avatar, '.tagline') as HTMLElement
      const isWhole = tagline.scrollWidth <= tagline.clientWidth
      expect(isWhole || getComputedStyle(tagline).textOverflow === 'ellipsis', name).to.equal(true)
      expect(isWhole, name).to.equal(name === 'stage')
      avatar.remove()
    }
  })

  it('keeps its actions to itself', async () => {
    const avatar = await mountOpen()
    let leaked = false
    document.addEventListener('panel-action', () => (leaked = true), { once: true })
    await sendKeys({ type: 'x' })
    expect(avatar.conversation.asked.at(-1)).to.deep.equal(['setDraft', 'x'])
    expect(leaked).to.equal(false)
  })

  for (const width of [320, 1280]) {
    for (const theme of ['light', 'dark']) {
      for (const dir of ['ltr', 'rtl']) {
        it(`has nothing for axe to find, ${width} px, ${theme}, ${dir}`, async () => {
          await setViewport({ width, height: 720 })
          document.documentElement.dir = dir
          for (const [name, view] of Object.entries(panelStates('en'))) {
            const avatar = await mountOpen(view, { lang: 'en', placement: 'floating', theme })
            if (name === 'menu') await openMenu(avatar)
            finishAnimations(avatar)
            const { violations } = await axe.run(avatar)
            const found = violations.flatMap(({ id, nodes }) =>
              nodes.map(
                ({ target, failureSummary }) =>
                  `${name}: ${id} ${JSON.stringify(target)} ${failureSummary}`,
              ),
            )
            expect(found).to.deep.equal([])
            avatar.remove()
          }
          document.documentElement.dir = ''
        })
      }
    }
  }
})
