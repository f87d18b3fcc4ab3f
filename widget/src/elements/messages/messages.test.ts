import { expect } from 'chai'
import { mountOpen } from '../../../look/mount.ts'
import type { ScriptedAvatar } from '../../../look/scripted-avatar.ts'
import { greeting, message } from '../../../look/states.ts'

const scroller = (avatar: ScriptedAvatar): HTMLElement =>
  avatar.inside('visavis-messages').querySelector('.scroller') as HTMLElement
const latest = (avatar: ScriptedAvatar): HTMLElement | null =>
  avatar.inside('visavis-messages').querySelector('.latest')
const distance = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement): number =>
  scrollHeight - scrollTop - clientHeight

/** Scrolls as a reader does; a tab in the background would not tell of it by itself. */
async function scroll(avatar: ScriptedAvatar, top: number): Promise<void> {
  scroller(avatar).scrollTop = top
  scroller(avatar).dispatchEvent(new Event('scroll'))
  await avatar.drawn()
}

/** Resolves once the list was told of its size. */
async function nextFrames(): Promise<void> {
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame)
}

const words = 'A sentence that is long enough to fill a line or two of the panel. '.repeat(6)
const many = [
  greeting('Hello'),
  ...Array.from({ length: 8 }, (_, index) =>
    message({ id: `${index}`, role: index % 2 ? 'assistant' : 'user', text: `${index} ${words}` }),
  ),
]

describe('the list of messages', () => {
  afterEach(() => document.body.replaceChildren())

  it('begins at its end and stays there while an answer grows', async () => {
    const avatar = await mountOpen({ messages: many })
    await avatar.drawn()
    expect(distance(scroller(avatar))).to.be.lessThan(2)
    const answer = message({ id: 'new', text: words.repeat(3), status: 'streaming' })
    avatar.conversation.show({ messages: [...many, answer], busy: true })
    await avatar.drawn()
    expect(distance(scroller(avatar))).to.be.lessThan(2)
    expect(latest(avatar) === null).to.equal(true)
  })

  it('begins at the top of a greeting that stands alone, and follows what comes after it', async () => {
    const long = greeting(words.repeat(8))
    const avatar = await mountOpen({ messages: [long] })
    await nextFrames()
    expect(distance(scroller(avatar))).to.be.greaterThan(100)
    expect(scroller(avatar).scrollTop).to.equal(0)
    expect(latest(avatar) === null).to.equal(true)

    const answer = message({ id: 'answer', text: words, status: 'streaming' })
    avatar.conversation.show({ messages: [long, answer], busy: true })
    await avatar.drawn()
    await nextFrames()
    expect(distance(scroller(avatar))).to.be.lessThan(2)

    // A new chat.
    avatar.conversation.show({ messages: [greeting(`${words.repeat(8)} Again.`)], busy: false })
    await avatar.drawn()
    await nextFrames()
    expect(scroller(avatar).scrollTop).to.equal(0)
  })

  it('is at the top of a greeting also for who closes the panel and comes back', async () => {
    const avatar = await mountOpen({ messages: [greeting(words.repeat(8))] })
    avatar.hide()
    while (scroller(avatar).clientHeight > 0) await nextFrames()
    await nextFrames()
    await avatar.show()
    await avatar.drawn()
    await nextFrames()
    expect(scroller(avatar).scrollTop).to.equal(0)
  })

  it('leaves the top of a greeting when its room is made for something else, and not before', async () => {
    const avatar = await mountOpen({ messages: [greeting(words.repeat(8))] })
    await nextFrames()
    const { clientHeight } = scroller(avatar)
    const lower = async (height: number) => {
      scroller(avatar).style.maxHeight = `${height}px`
      await nextFrames()
    }
    await lower(clientHeight * 0.9)
    expect(scroller(avatar).scrollTop).to.equal(0)
    await lower(clientHeight * 0.5)
    expect(distance(scroller(avatar))).to.be.lessThan(2)
  })

  it('leaves a reader alone who has scrolled up, and offers the way back', async () => {
    const avatar = await mountOpen({ messages: many })
    await avatar.drawn()
    await scroll(avatar, 40)
    const answer = message({ id: 'new', text: words, status: 'streaming' })
    avatar.conversation.show({ messages: [...many, answer], busy: true })
    await avatar.drawn()
    expect(scroller(avatar).scrollTop).to.equal(40)
    latest(avatar)?.click()
    await avatar.drawn()
    expect(distance(scroller(avatar))).to.be.lessThan(2)
    expect(latest(avatar) === null).to.equal(true)
  })

  it('goes to the end for whoever sends a message', async () => {
    const avatar = await mountOpen({ messages: many })
    await avatar.drawn()
    await scroll(avatar, 0)
    const sent = message({ id: 'sent', role: 'user', text: 'Hello?', status: 'sending' })
    avatar.conversation.show({ messages: [...many, sent], busy: true })
    await avatar.drawn()
    expect(distance(scroller(avatar))).to.be.lessThan(2)
  })

  it('says one word while the answer has none', async () => {
    const avatar = await mountOpen({ messages: many, busy: true })
    const list = avatar.inside('visavis-messages')
    expect(list.querySelector('.thinking')?.textContent).to.equal('thinking')
  })

  it('is a log that announces nothing by itself and is busy while an answer streams', async () => {
    const avatar = await mountOpen({ messages: many, busy: true })
    expect(scroller(avatar).role).to.equal('log')
    expect(scroller(avatar).ariaLive).to.equal('off')
    expect(scroller(avatar).ariaBusy).to.equal('true')
  })

  it('tells why nobody can answer, and tries again', async () => {
    const avatar = await mountOpen({
      phase: 'unavailable',
      problem: 'offline',
      character: null,
      messages: [],
    })
    const alert = avatar.inside('visavis-messages').querySelector('[role=alert]')
    expect(alert?.textContent).to.contain('There is no connection')
    const before = avatar.conversation.asked.length
    alert?.querySelector('button')?.click()
    expect(avatar.conversation.asked.slice(before)).to.deep.equal([['load']])
  })
})
