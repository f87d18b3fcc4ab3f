import { resetMouse, sendMouse } from '@web/test-runner-commands'
import { expect } from 'chai'
import { mountOpen } from '../../../look/mount.ts'
import { ScriptedCall } from '../../../look/scripted-call.ts'
import { finishAnimations } from '../../../test-support/finish-animations.ts'
import { HeldPress } from './held-press.ts'

type Mouse = 'left' | 'middle' | 'right'

/** Resolves once a press that begins now is held: by then one that began before is, too. */
const anyHold = () =>
  new Promise<void>((resolve) => {
    const ignore = () => undefined
    const options = { canHold: () => true, onLetGo: ignore, onClick: ignore }
    const other = document.createElement('button')
    other.addEventListener('pointerdown', new HeldPress({ ...options, onHold: resolve }).down)
    document.body.append(other)
    other.dispatchEvent(new PointerEvent('pointerdown', { pointerId: 1 }))
  })

/** A large button that notes what its presses mean; a mouse is over it. */
async function pressedButton() {
  const meant: string[] = []
  let held: () => void = () => undefined
  const press = new HeldPress({
    canHold: () => true,
    onHold: () => {
      meant.push('hold')
      held()
    },
    onLetGo: () => meant.push('let go'),
    onClick: () => meant.push('click'),
  })
  const button = document.createElement('button')
  button.style.cssText = 'position: fixed; inset: 0'
  button.addEventListener('pointerdown', press.down)
  button.addEventListener('pointerup', press.up)
  button.addEventListener('pointercancel', press.cancel)
  button.addEventListener('click', press.click)
  document.body.append(button)
  const place: [number, number] = [100, 100]
  await sendMouse({ type: 'move', position: place })
  return {
    meant,
    button,
    down: (mouse: Mouse = 'left') => sendMouse({ type: 'down', button: mouse }),
    up: (mouse: Mouse = 'left') => sendMouse({ type: 'up', button: mouse }),
    /** Both in one go, so that on a busy machine, too, it is too short to be held. */
    click: () => sendMouse({ type: 'click', position: place }),
    /** Resolves once a press is held. */
    held: () => new Promise<void>((resolve) => (held = resolve)),
  }
}

describe('a button that can be held', () => {
  afterEach(async () => {
    await resetMouse()
    document.body.replaceChildren()
  })

  it('is clicked or held, never both', async () => {
    const { meant, down, up, click, held } = await pressedButton()
    const isHeld = held()
    await down()
    await isHeld
    await up()
    await click()
    expect(meant).to.deep.equal(['hold', 'let go', 'click'])
  })

  it('means a click by one that comes without a pointer, also after it was held', async () => {
    const { meant, button, down, up, held } = await pressedButton()
    const isHeld = held()
    await down()
    await isHeld
    await up()
    button.click()
    expect(meant).to.deep.equal(['hold', 'let go', 'click'])
  })

  it('is let go of when the browser takes the pointer away, and can be pressed again', async () => {
    const { meant, button, down, held } = await pressedButton()
    const isHeld = held()
    await down()
    await isHeld
    button.dispatchEvent(new PointerEvent('pointercancel'))
    button.click()
    expect(meant).to.deep.equal(['hold', 'let go', 'click'])
  })

  it('is not held once it is let go of, however many fingers were on it', async () => {
    const { meant, button, click } = await pressedButton()
    const putSecond = () => button.dispatchEvent(new PointerEvent('pointerdown', { pointerId: 1 }))
    button.addEventListener('pointerdown', putSecond, { once: true })
    await click()
    await anyHold()
    expect(meant).to.deep.equal(['click'])
  })

  it('is nothing to other buttons of a mouse', async () => {
    const { meant, down, up, held } = await pressedButton()
    await down('right')
    await anyHold()
    await up('right')
    const isHeld = held()
    await down()
    await isHeld
    await up()
    expect(meant).to.deep.equal(['hold', 'let go'])
  })
})

describe('the microphone’s button', () => {
  afterEach(async () => {
    await resetMouse()
    document.body.replaceChildren()
  })

  it('opens it each time a mouse holds it, and switches it with a click after that', async () => {
    const avatar = await mountOpen()
    const call = new ScriptedCall(avatar)
    await call.begin()
    const turns = (to: string) => call.shows(({ microphone }) => microphone === to)
    const middle = (): [number, number] => {
      // Where it stands now: what appears moves.
      finishAnimations(avatar)
      const { x, y, width, height } = call.find('.microphone').getBoundingClientRect()
      return [Math.round(x + width / 2), Math.round(y + height / 2)]
    }
    for (const _ of ['once', 'again']) {
      await sendMouse({ type: 'move', position: middle() })
      await sendMouse({ type: 'down' })
      await turns('on')
      await sendMouse({ type: 'up' })
      await turns('off')
    }
    for (const to of ['on', 'off']) {
      // In one go: on a busy machine two orders are as far apart as a press that is held.
      await sendMouse({ type: 'click', position: middle() })
      await turns(to)
    }
  })
})
