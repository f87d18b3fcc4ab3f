import { expect } from 'chai'
import { mountOpen } from '../../../look/mount.ts'
import type { ScriptedAvatar } from '../../../look/scripted-avatar.ts'
import type { Connection } from '../../chat/connection.ts'
import { session } from '../../../test-support/conversation-fixtures.ts'
import { beginPanelCall } from './panel-call-host.ts'

/** An element whose conversation opens when a test says so, or not at all. */
async function openingAvatar(): Promise<{
  avatar: ScriptedAvatar
  opens: (isSo: boolean) => void
}> {
  const avatar = await mountOpen({ session })
  let opens: (isSo: boolean) => void = () => undefined
  const opened = new Promise<boolean>((resolve) => (opens = resolve))
  const load = async () => {
    if (!(await opened)) throw new TypeError('offline')
  }
  Object.assign(avatar.conversation, { connection: {} as Connection, load })
  return { avatar, opens }
}

const hasCall = ({ panel }: ScriptedAvatar) => panel.querySelector('visavis-call') !== null
const notice = ({ panel }: ScriptedAvatar) =>
  panel.renderRoot.querySelector('.notice')?.textContent ?? ''

describe('the beginning of a call', () => {
  afterEach(() => document.body.replaceChildren())

  for (const leave of ['hide', 'remove'] as const) {
    it(`comes to nothing after the visitor’s ${leave}, and nothing goes on sounding`, async () => {
      const { avatar, opens } = await openingAvatar()
      const sound = new AudioContext()
      const begun = beginPanelCall(avatar.panel, sound)
      avatar[leave]()
      opens(true)
      await begun
      expect([hasCall(avatar), sound.state]).to.deep.equal([false, 'closed'])
    })
  }

  it('is a call to read where a browser has no sound', async () => {
    const { avatar, opens } = await openingAvatar()
    opens(true)
    await beginPanelCall(avatar.panel, null)
    expect(hasCall(avatar)).to.equal(true)
  })

  it('comes to nothing where the conversation did not open, whatever was open before', async () => {
    const { avatar, opens } = await openingAvatar()
    const { conversation } = avatar
    conversation.show({ ...conversation.view, phase: 'unavailable', problem: 'site_not_found' })
    opens(true)
    await beginPanelCall(avatar.panel, null)
    expect(hasCall(avatar)).to.equal(false)
  })

  it('says so when it fails, until it is tried again', async () => {
    const { avatar, opens } = await openingAvatar()
    opens(false)
    await avatar.panel.talk()
    await avatar.drawn()
    expect(notice(avatar)).to.match(/^Something went wrong on our side/u)
    Object.assign(avatar.conversation, { connection: null, load: async () => undefined })
    await avatar.panel.talk()
    await avatar.drawn()
    expect(notice(avatar)).to.equal('')
  })

  it('lets go of its sound when it fails', async () => {
    const { avatar, opens } = await openingAvatar()
    let closed = 0
    class CountedSound extends AudioContext {
      override async close(): Promise<void> {
        closed += 1
        await super.close()
      }
    }
    const { AudioContext: Sound } = globalThis
    globalThis.AudioContext = CountedSound
    opens(false)
    await avatar.panel.talk()
    globalThis.AudioContext = Sound
    expect(closed).to.equal(1)
  })
})
