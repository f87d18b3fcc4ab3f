import { expect } from 'chai'
import type { ConversationChange } from '../conversation/state.ts'
import { ConversationStore } from './conversation-store.ts'

/** A store, and what a subscriber of it has heard of. */
function heardStore(): { store: ConversationStore; drafts: string[] } {
  const store = new ConversationStore()
  const drafts: string[] = []
  store.subscribe(({ before, after }) => drafts.push(`${before.draft} → ${after.draft}`))
  return { store, drafts }
}

const draft = (text: string) => ({ type: 'draft-changed', text }) as const

describe('the changes of a conversation', () => {
  it('are told to every subscriber, in order, with what was before and after', () => {
    const { store, drafts } = heardStore()
    const types: string[] = []
    store.subscribe(({ event }) => types.push(event.type))
    store.dispatch(draft('a'))
    store.dispatch({ type: 'session-requested' })
    store.dispatch(draft('b'))
    expect(drafts).to.deep.equal([' → a', 'a → a', 'a → b'])
    expect(types).to.deep.equal(['draft-changed', 'session-requested', 'draft-changed'])
  })

  it('are there to see when they are told of', () => {
    const store = new ConversationStore()
    const seen: string[] = []
    store.subscribe(() => seen.push(store.state.draft, store.view.draft))
    store.dispatch(draft('a'))
    expect(seen).to.deep.equal(['a', 'a'])
  })

  it('are heard in one order by all, also where one of them is a subscriber’s answer to another', () => {
    const store = new ConversationStore()
    store.subscribe(({ after }) => {
      if (after.draft === 'a') store.dispatch(draft('b'))
    })
    const drafts: string[] = []
    store.subscribe(({ after }) => drafts.push(after.draft))
    store.dispatch(draft('a'))
    expect(drafts).to.deep.equal(['a', 'b'])
  })

  it('reach the others when one subscriber throws, which is reported to the page', () => {
    const store = new ConversationStore()
    const reported: unknown[] = []
    const { reportError } = globalThis
    globalThis.reportError = (error) => reported.push(error)
    const mistake = new Error('A subscriber’s own')
    store.subscribe(() => {
      throw mistake
    })
    const heard: ConversationChange[] = []
    store.subscribe((change) => heard.push(change))
    try {
      store.dispatch(draft('a'))
      store.dispatch(draft('b'))
    } finally {
      globalThis.reportError = reportError
    }
    expect(heard.map(({ after }) => after.draft)).to.deep.equal(['a', 'b'])
    expect(reported).to.deep.equal([mistake, mistake])
  })

  it('are not told to whoever has unsubscribed, be it in the midst of one', () => {
    const { store, drafts } = heardStore()
    const heard: string[] = []
    const leave = store.subscribe(({ after }) => {
      heard.push(after.draft)
      leaveOther()
      if (after.draft === 'b') leave()
    })
    const leaveOther = store.subscribe(() => heard.push('by the other'))
    for (const text of ['a', 'b', 'c']) store.dispatch(draft(text))
    expect(heard).to.deep.equal(['a', 'b'])
    expect(drafts).to.have.length(3)
  })

  it('are none where nothing has changed, but for what a stream tells', () => {
    const { store, drafts } = heardStore()
    store.dispatch({ type: 'turn-failed', problem: 'offline' })
    expect(drafts).to.deep.equal([])
    store.dispatch({ type: 'streamed', event: { type: 'text-delta', text: 'Hello' } })
    expect(drafts).to.have.length(1)
  })
})
