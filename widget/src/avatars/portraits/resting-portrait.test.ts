import { expect } from 'chai'
import { createPortrait } from './portrait.ts'
import { createRestingPortrait, isResting } from './resting-portrait.ts'

/** What each path of a drawing looks like, whatever group its turn comes from. */
function strokesOf(drawing: SVGSVGElement): unknown[] {
  return [...drawing.querySelectorAll('path')].map((path) => {
    const turn = path.closest('[transform]:not([transform^="rotate(0"])')?.getAttribute('transform')
    const [d, fill, stroke, width, opacity] = [
      'd',
      'fill',
      'stroke',
      'stroke-width',
      'opacity',
    ].map((name) => path.getAttribute(name))
    return { d, fill, stroke, width, opacity: Number(opacity ?? 1), turn: turn ?? null }
  })
}

describe('the resting portraits', () => {
  it('look as the portraits do; else run scripts/outline-portraits.ts', async () => {
    for (const name of ['eva', 'nora'] as const) {
      const resting = createRestingPortrait(name)
      const drawn = await createPortrait(name)
      expect(strokesOf(resting)).to.deep.equal(strokesOf(drawn))
      expect(resting.getAttribute('viewBox')).to.equal(drawn.getAttribute('viewBox'))
    }
  })

  it('are two; nobody else comes with the launcher, not even what objects have', () => {
    expect(['eva', 'nora'].every(isResting)).to.equal(true)
    expect(['viktor', 'toString', '__proto__', ''].some(isResting)).to.equal(false)
  })
})
