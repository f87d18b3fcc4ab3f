import { setViewport } from '@web/test-runner-commands'
import { expect } from 'chai'
import { showCall } from '../../../look/call-states.ts'
import { mountOpen } from '../../../look/mount.ts'
import { raiseKeyboard } from '../../../look/raise-keyboard.ts'
import type { ScriptedAvatar } from '../../../look/scripted-avatar.ts'
import { message, panelStates } from '../../../look/states.ts'
import { finishAnimations } from '../../../test-support/finish-animations.ts'

const sideways = [
  { width: 568, height: 320 },
  { width: 844, height: 390 },
]
const upright = [
  { width: 320, height: 568 },
  { width: 390, height: 844 },
]

const conversation = panelStates('en')['keyboard']
const nextFrame = () => new Promise(requestAnimationFrame)

const dialog = (avatar: ScriptedAvatar): HTMLDialogElement =>
  avatar.panel.shadowRoot?.querySelector('dialog') as HTMLDialogElement

/** Where something is once nothing moves any more. */
function boxOf(avatar: ScriptedAvatar, part: string | Element): DOMRect {
  finishAnimations(avatar)
  const element = typeof part === 'string' ? avatar.panel.shadowRoot?.querySelector(part) : part
  return (element as Element).getBoundingClientRect()
}

const scroller = (avatar: ScriptedAvatar): HTMLElement =>
  avatar.inside('visavis-messages').querySelector('.scroller') as HTMLElement

/** The last line of the last message. */
function lastLine(avatar: ScriptedAvatar): DOMRect {
  const messages = avatar.inside('visavis-messages').querySelectorAll('visavis-message')
  const text = messages[messages.length - 1]?.shadowRoot?.querySelector('.text') as HTMLElement
  const range = document.createRange()
  range.selectNodeContents(text)
  return [...range.getClientRects()].at(-1) as DOMRect
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await nextFrame()
}

function expectWithin(inner: DOMRect, outer: DOMRect, what: string): void {
  const sides = [
    inner.top - outer.top,
    outer.bottom - inner.bottom,
    inner.left - outer.left,
    outer.right - inner.right,
  ]
  expect(Math.min(...sides), what).to.be.at.least(-0.5)
}

function expectApart(one: DOMRect, other: DOMRect, what: string): void {
  const isApart =
    one.bottom <= other.top + 0.5 ||
    other.bottom <= one.top + 0.5 ||
    one.right <= other.left + 0.5 ||
    other.right <= one.left + 0.5
  expect(isApart, what).to.equal(true)
}

describe('in a small window', () => {
  afterEach(async () => {
    document.body.replaceChildren()
    document.documentElement.style.zoom = ''
    await setViewport({ width: 1280, height: 800 })
  })

  for (const size of [...sideways, { width: 1280, height: 420 }]) {
    it(`the panel takes the whole of a low screen: ${size.width} × ${size.height}`, async () => {
      await setViewport(size)
      const avatar = await mountOpen(conversation)
      expect(dialog(avatar).matches(':modal')).to.equal(true)
      const { top, left, width, height } = boxOf(avatar, '.panel')
      expect([left, top, width, height]).to.deep.equal([0, 0, size.width, size.height])
    })
  }

  for (const size of sideways) {
    it(`a call has its face beside what is written: ${size.width} × ${size.height}`, async () => {
      await setViewport(size)
      const avatar = await mountOpen()
      const call = await showCall(avatar, 'call-speaking')
      await until(() => call.element.hasAttribute('sideways'))
      const panel = boxOf(avatar, '.panel')
      const composer = boxOf(avatar, 'visavis-composer')
      const header = boxOf(avatar, 'visavis-header')
      const parts = { composer, header, messages: scroller(avatar).getBoundingClientRect() }
      const element = call.element.getBoundingClientRect()
      for (const [name, box] of Object.entries(parts)) {
        expectWithin(box, panel, name)
        expectApart(box, element, `${name} and the call`)
      }
      expectWithin(lastLine(avatar), parts.messages, 'the last line')
      const stage = call.find('.stage').getBoundingClientRect()
      expect(Math.min(stage.width, stage.height)).to.be.at.least(120)
      expectWithin(call.find('.captions').getBoundingClientRect(), panel, 'captions')
      for (const control of call.element.shadowRoot?.querySelectorAll('.bar button') ?? []) {
        const box = control.getBoundingClientRect()
        expectWithin(box, panel, control.ariaLabel ?? '')
        expect(Math.min(box.width, box.height)).to.be.at.least(44)
      }
    })
  }

  it('a call’s face finds its place again when the phone is turned round', async () => {
    const [low] = sideways
    const [, high] = upright
    await setViewport(high as { width: number; height: number })
    const avatar = await mountOpen()
    const call = await showCall(avatar, 'call-speaking')
    const isBeside = () => {
      const { left, right } = call.element.getBoundingClientRect()
      const writing = boxOf(avatar, 'visavis-composer')
      return writing.left >= right || writing.right <= left
    }
    expect(isBeside()).to.equal(false)
    await setViewport(low as { width: number; height: number })
    await until(isBeside)
    expect(call.element.small).to.equal(false)
    await setViewport({ width: 400, height: 400 })
    await until(() => call.element.small)
    await setViewport(high as { width: number; height: number })
    await until(() => !call.element.small)
  })

  for (const size of [...upright, ...sideways]) {
    for (const isCalled of [false, true]) {
      const where = `${size.width} × ${size.height}${isCalled ? ', in a call' : ''}`
      it(`the last message and the composer are seen above a keyboard: ${where}`, async () => {
        await setViewport(size)
        const avatar = await mountOpen(isCalled ? {} : conversation)
        const call = isCalled ? await showCall(avatar, 'call-written') : null
        const lower = raiseKeyboard()
        try {
          const left = new DOMRect(0, 0, size.width, Math.round(size.height * 0.55))
          await until(() => boxOf(avatar, '.panel').height === left.height)
          await until(() => {
            const { scrollTop, clientHeight, scrollHeight } = scroller(avatar)
            return scrollHeight - scrollTop - clientHeight < 1
          })
          expectWithin(boxOf(avatar, 'visavis-composer'), left, 'the composer')
          expectWithin(boxOf(avatar, 'visavis-header'), left, 'the header')
          const list = scroller(avatar).getBoundingClientRect()
          expectWithin(list, left, 'the list')
          expectWithin(lastLine(avatar), list, 'the last line')
          if (call) expectWithin(call.element.getBoundingClientRect(), left, 'the call')
        } finally {
          lower()
        }
      })
    }
  }

  it('the way to the newest message covers nothing, and is there only above it', async () => {
    for (const size of [...sideways, ...upright, { width: 1280, height: 800 }]) {
      await setViewport(size)
      const avatar = await mountOpen({
        ...conversation,
        messages: [...(conversation?.messages ?? []), message({ text: 'Line\n\n'.repeat(40) })],
      })
      const latest = () => avatar.inside('visavis-messages').querySelector('.latest')
      await until(() => scroller(avatar).scrollTop > 0)
      expect(latest() === null).to.equal(true)
      scroller(avatar).scrollTop = 0
      await until(() => latest() !== null)
      const box = boxOf(avatar, latest() as Element)
      const where = `${size.width} × ${size.height}`
      expectApart(box, scroller(avatar).getBoundingClientRect(), `the list, ${where}`)
      expectApart(box, boxOf(avatar, 'visavis-composer'), `the composer, ${where}`)
      ;(latest() as HTMLElement).click()
      await until(() => latest() === null)
      expectWithin(lastLine(avatar), scroller(avatar).getBoundingClientRect(), where)
      avatar.remove()
    }
  })

  for (const zoom of [0.8, 1.25, 2]) {
    it(`a page’s own zoom of ${zoom} pushes nothing off the screen`, async () => {
      for (const size of [{ width: 1280, height: 720 }, ...upright, ...sideways]) {
        await setViewport(size)
        document.documentElement.style.zoom = `${zoom}`
        const avatar = await mountOpen(conversation)
        const screen = new DOMRect(0, 0, size.width, size.height)
        const where = `${size.width} × ${size.height}`
        expectWithin(boxOf(avatar, 'visavis-header'), screen, `the header, ${where}`)
        expectWithin(boxOf(avatar, 'visavis-composer'), screen, `the composer, ${where}`)
        avatar.remove()
      }
    })
  }

  it('whoever looks closer with two fingers finds everything where it was', async () => {
    await setViewport(upright[1] as { width: number; height: number })
    const avatar = await mountOpen(conversation)
    const before = boxOf(avatar, '.panel')
    const viewport = visualViewport as VisualViewport
    const closer = { scale: 2, height: 422, offsetTop: 100 }
    for (const [name, value] of Object.entries(closer)) {
      Object.defineProperty(viewport, name, { configurable: true, value })
    }
    try {
      viewport.dispatchEvent(new Event('resize'))
      expect(boxOf(avatar, '.panel')).to.deep.equal(before)
    } finally {
      for (const name of Object.keys(closer)) Reflect.deleteProperty(viewport, name)
    }
  })
})
