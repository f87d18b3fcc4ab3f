import { executeServerCommand, sendKeys } from '@web/test-runner-commands'
import { expect } from 'chai'
import { showCall } from '../../../look/call-states.ts'
import { mountOpen, press } from '../../../look/mount.ts'
import type { ScriptedAvatar } from '../../../look/scripted-avatar.ts'

/** The keys by which candidates are chosen, words taken and given up. */
const itsKeys = ['Enter', 'Escape', 'Tab', 'ArrowDown', 'ArrowUp', 'ArrowLeft', ' ']

const compose = (word: string) => executeServerCommand('compose', word)
const takeKey = (key: string) => executeServerCommand('take-key', key)
const commit = (word: string) => executeServerCommand('commit', word)

const field = (avatar: ScriptedAvatar): HTMLTextAreaElement =>
  avatar.inside('visavis-composer').querySelector('textarea') as HTMLTextAreaElement

const sent = ({ conversation }: ScriptedAvatar) =>
  conversation.asked.flatMap(([name, text]) => (name === 'send' ? [text] : []))

/** What reaches the page of the keys that are pressed in the widget. */
function keysOnPage(): string[] {
  const keys: string[] = []
  const note = ({ key }: KeyboardEvent) => keys.push(key)
  document.addEventListener('keydown', note)
  afterThis.push(() => document.removeEventListener('keydown', note))
  return keys
}
const afterThis: (() => void)[] = []

describe('an input method that composes a word', () => {
  afterEach(() => {
    for (const undo of afterThis.splice(0)) undo()
    document.body.replaceChildren()
  })

  it('has its Enter: nothing is sent before the word is there', async () => {
    const avatar = await mountOpen()
    const composed: string[] = []
    for (const type of ['compositionstart', 'compositionend']) {
      field(avatar).addEventListener(type, () => composed.push(type))
    }
    await compose('にほん')
    expect(field(avatar).value).to.equal('にほん')
    await takeKey('Enter')
    expect(sent(avatar)).to.deep.equal([])
    await commit('日本')
    expect(composed[0]).to.equal('compositionstart')
    await sendKeys({ press: 'Enter' })
    expect(sent(avatar)).to.deep.equal(['日本'])
  })

  it('has its Escape: the panel stays', async () => {
    const avatar = await mountOpen()
    await compose('かん')
    await takeKey('Escape')
    await avatar.drawn()
    expect(avatar.open).to.equal(true)
    await commit('漢')
    await sendKeys({ press: 'Escape' })
    await avatar.drawn()
    expect(avatar.open).to.equal(false)
  })

  for (const [name, init] of [
    ['while it composes', { isComposing: true }],
    ['in Safari, which tells of it when the word is there', { keyCode: 229 }],
  ] as const) {
    it(`has every key ${name}, in a call, too`, async () => {
      const avatar = await mountOpen({ draft: 'に' })
      const call = await showCall(avatar, 'call-speaking')
      const state = () => avatar.inside('visavis-header').querySelector('.state')?.textContent
      const before = state()
      const keys = keysOnPage()
      for (const key of itsKeys) {
        expect(press(field(avatar), key, init), key).to.equal(true)
      }
      await call.drawn()
      expect([state(), avatar.open]).to.deep.equal([before, true])
      expect(sent(avatar)).to.deep.equal([])
      expect(keys).to.deep.equal([])
      press(field(avatar), 'Escape')
      await call.drawn()
      expect(state()).not.to.equal(before)
    })
  }
})
