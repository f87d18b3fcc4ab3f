import { expect } from 'chai'
import type { Call } from '../../call/call.ts'
import type { CallHost, CallHostEvents, CallSurroundings } from '../../call/call-host.ts'
import { type CallView, newCallView } from '../../call/call-view.ts'
import type { Conversation } from '../../chat/conversation.ts'
import { CallEndEvent } from '../../events/call-end.ts'
import type { VisavisEvent } from '../../events/visavis-event.ts'
import { words as callEn } from '../../localization/en/call.ts'
import type { VisavisCall } from './call.ts'
import { defineCall } from './define-call.ts'
import { ShownCall, type ShownCallOptions } from './shown-call.ts'

/** A place for a call that is no panel. */
class PlainHost implements CallHost {
  readonly conversation = {} as Conversation
  readonly portrait = undefined
  readonly isReady = true
  readonly asked: string[] = []
  readonly told: VisavisEvent[] = []
  size = { clientWidth: 400, clientHeight: 600 }
  look: CallSurroundings | undefined
  element: HTMLElement | undefined
  events: CallHostEvents | undefined

  async loadWords() {
    return callEn
  }

  show(element: HTMLElement, _call: Call, events: CallHostEvents): void {
    this.element = element
    this.events = events
    document.body.append(element)
  }

  leave(): void {
    this.element?.remove()
    this.asked.push('leave')
  }

  update(look: CallSurroundings): void {
    this.look = look
  }

  async loadSideways(): Promise<void> {
    this.asked.push('sideways')
  }

  focusWriting(): void {
    this.asked.push('focus')
  }

  readonly tell = (news: VisavisEvent): void => void this.told.push(news)
}

/** A call that remembers what it was asked, and looks as a test says. */
class PlainCall implements Call {
  readonly channel = 'voice'
  readonly tellsMind = true
  readonly asked: string[] = []
  view = newCallView
  readonly #events: Parameters<ShownCallOptions['createCall']>[0]

  constructor(events: Parameters<ShownCallOptions['createCall']>[0]) {
    this.#events = events
  }

  show(change: Partial<CallView>): void {
    this.view = { ...this.view, ...change }
    this.#events.onChange(this.view)
  }

  async start(): Promise<void> {
    this.show({ phase: 'on' })
  }

  async end(): Promise<void> {
    if (this.view.phase === 'over') return
    this.#events.tell(new CallEndEvent('ended'))
    this.show({ phase: 'over' })
  }

  interrupt = () => void this.asked.push('interrupt')
  listen = async () => void this.asked.push('listen')
  hold = async () => void this.asked.push('hold')
  write = (step: string) => void this.asked.push(step)
  setVolume = (volume: number) => this.show({ volume })
  unlockSound = () => void this.asked.push('unlock')
  activity = () => void this.asked.push('activity')
}

async function shown() {
  defineCall()
  const host = new PlainHost()
  let call: PlainCall | undefined
  const createCall: ShownCallOptions['createCall'] = (events) => (call = new PlainCall(events))
  await new ShownCall({ host, words: callEn, createCall }).begin()
  if (!call || !host.events) throw new Error('The call is shown')
  return { host, call, events: host.events, element: host.element as VisavisCall }
}

describe('a call in any host', () => {
  afterEach(() => document.body.replaceChildren())

  it('tells the host what to look like', async () => {
    const { host, call } = await shown()
    const traits = { voiced: true, reading: false, sideways: false }
    expect(host.look).to.deep.equal({ status: '', channel: 'voice', traits })
    call.show({ mindState: 'speaking', volume: 0 })
    expect(host.look?.status).to.equal(callEn.states.speaking)
    expect(host.look?.traits.voiced).to.equal(false)
  })

  it('is interrupted with Esc, and any key is a sign of life', async () => {
    const { call, events } = await shown()
    for (const key of ['a', 'Escape']) events.onKey(new KeyboardEvent('keydown', { key }))
    expect(call.asked).to.deep.equal(['activity', 'activity', 'interrupt'])
  })

  it('changes its words with those of its host', async () => {
    const { host, call, events, element } = await shown()
    call.show({ mindState: 'speaking' })
    events.onWords({ ...callEn, states: { ...callEn.states, speaking: 'talking' }, end: 'Bye' })
    await element.updateComplete
    expect(host.look?.status).to.equal('talking')
    expect(element.shadowRoot?.querySelector('.end')?.ariaLabel).to.equal('Bye')
  })

  it('makes room for whoever reads, and takes it again when it speaks', async () => {
    const { host, call, events, element } = await shown()
    events.onReading()
    expect([element.small, host.look?.traits.reading]).to.deep.equal([true, true])
    call.show({ mindState: 'speaking' })
    expect([element.small, host.look?.traits.reading]).to.deep.equal([false, false])
  })

  it('lets the visitor write, and the host puts the focus there', async () => {
    const { host, element } = await shown()
    element.shadowRoot?.querySelector<HTMLElement>('[aria-label="Write instead"]')?.click()
    expect([element.small, host.asked]).to.deep.equal([true, ['focus']])
  })

  it('stands beside what is written in a host that is low and wide', async () => {
    const { host, events, element } = await shown()
    host.size = { clientWidth: 700, clientHeight: 360 }
    const turned = new Promise((resolve) =>
      new MutationObserver(resolve).observe(element, { attributeFilter: ['sideways'] }),
    )
    events.onResize()
    await turned
    expect(host.look?.traits).to.include({ sideways: true, reading: false })
    expect(host.asked).to.deep.equal(['sideways'])
  })

  it('tells the page through the host, and leaves it once it is over', async () => {
    const { host, call } = await shown()
    await call.end()
    expect(host.told.map(({ type }) => type)).to.deep.equal(['visavis-call-end'])
    expect(host.asked).to.deep.equal(['leave'])
  })
})
