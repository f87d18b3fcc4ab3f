import { expect } from 'chai'
import { mountOpen } from '../../../look/mount.ts'
import type { ScriptedAvatar } from '../../../look/scripted-avatar.ts'

const field = (avatar: ScriptedAvatar): HTMLTextAreaElement =>
  avatar.inside('visavis-composer').querySelector('textarea') as HTMLTextAreaElement
const notice = (avatar: ScriptedAvatar): string =>
  avatar.panel.shadowRoot?.querySelector('.notice')?.textContent ?? ''

/** What somebody carries to the panel. */
function carried(what: { file?: boolean; text?: string }): DataTransfer {
  const data = new DataTransfer()
  if (what.file) data.items.add(new File(['x'], 'x.png', { type: 'image/png' }))
  if (what.text) data.setData('text/plain', what.text)
  return data
}

const init = { bubbles: true, composed: true, cancelable: true }
const paste = (clipboardData: DataTransfer) =>
  new ClipboardEvent('paste', { ...init, clipboardData })
const drag = (type: string, dataTransfer: DataTransfer) =>
  new DragEvent(type, { ...init, dataTransfer })

const nextFrame = () => new Promise(requestAnimationFrame)

describe('a file', () => {
  afterEach(() => document.body.replaceChildren())

  it('is refused in words when it is pasted, which go with the next key', async () => {
    const avatar = await mountOpen()
    const isTaken = field(avatar).dispatchEvent(paste(carried({ file: true })))
    expect(isTaken).to.equal(false)
    while (!notice(avatar).includes('cannot be sent here yet')) await nextFrame()
    field(avatar).dispatchEvent(new InputEvent('input', { bubbles: true }))
    await avatar.drawn()
    expect(notice(avatar)).to.equal('')
  })

  it('is refused wherever in the panel it is dropped, and never opened in place of the page', async () => {
    const avatar = await mountOpen()
    const messages = avatar.inside('visavis-messages').querySelector('.scroller') as HTMLElement
    const over = drag('dragover', carried({ file: true }))
    messages.dispatchEvent(over)
    expect(over.defaultPrevented).to.equal(true)
    await avatar.drawn()
    expect(notice(avatar)).to.equal('')
    const drop = drag('drop', carried({ file: true }))
    messages.dispatchEvent(drop)
    expect(drop.defaultPrevented).to.equal(true)
    while (!notice(avatar).includes('cannot be sent here yet')) await nextFrame()
  })

  it('is no text, and no text that comes with a picture of itself: those are taken', async () => {
    const avatar = await mountOpen()
    for (const what of [{ text: 'cells' }, { text: 'cells', file: true }]) {
      for (const event of [paste(carried(what)), drag('drop', carried(what))]) {
        field(avatar).dispatchEvent(event)
        expect(event.defaultPrevented).to.equal(false)
      }
    }
    await avatar.drawn()
    expect(notice(avatar)).to.equal('')
  })
})
