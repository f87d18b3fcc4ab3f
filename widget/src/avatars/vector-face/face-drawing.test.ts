import { expect } from 'chai'
import { loadLook, lookNames } from '../portraits/looks.ts'
import { drawFace } from './face-drawing.ts'

describe('the large drawing', () => {
  it('is the person of the portrait: same colours, same hair, same clothes', async () => {
    for (const name of lookNames) {
      const look = await loadLook(name)
      const { root } = drawFace(look)
      const outlines = [...root.querySelectorAll('path')].map((path) => path.getAttribute('d'))
      for (const own of [look.hairInFront, look.hairBehind, look.hat, look.beard, look.glasses]) {
        if (own) expect(outlines, name).to.include(own)
      }
      expect(root.getAttribute('aria-hidden')).to.equal('true')
    }
  })

  it('is drawn whole under a policy that allows nothing', async () => {
    const frame = document.createElement('iframe')
    frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; require-trusted-types-for 'script'">`
    const isLoaded = new Promise((resolve) => frame.addEventListener('load', resolve))
    document.body.append(frame)
    await isLoaded
    const inside = frame.contentDocument
    if (!inside) throw new Error('The frame has no document.')
    const violations: string[] = []
    inside.addEventListener('securitypolicyviolation', (event) =>
      violations.push(event.effectiveDirective),
    )
    const { root } = drawFace(await loadLook('eva'), inside)
    inside.body.append(root)
    const isReported = new Promise((resolve) =>
      inside.addEventListener('securitypolicyviolation', resolve, { once: true }),
    )
    // The one thing that it does forbid, to know that reports have come.
    inside.body.setAttribute('style', 'color: red')
    await isReported
    expect(violations).to.deep.equal(['style-src-attr'])
    const wall = root.querySelector('path')
    expect(wall && frame.contentWindow?.getComputedStyle(wall).fill).to.match(/^rgb|^color/u)
    frame.remove()
  })
})
