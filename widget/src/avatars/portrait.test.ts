import { expect } from 'chai'
import { createPortrait } from './portrait.ts'

const names = ['eva', 'nora', 'viktor', 'grace', 'tikhon', 'ada']

describe('the portraits', () => {
  it('are drawn for every name of the family, each a picture of its own', () => {
    const drawings = new Set(names.map((name) => createPortrait(name).outerHTML))
    expect(drawings.size).to.equal(names.length)
  })

  it('have a face for a name they do not know, even one that objects have', () => {
    const eva = createPortrait('eva').outerHTML
    expect(createPortrait('nobody').outerHTML).to.equal(eva)
    expect(createPortrait('toString').outerHTML).to.equal(eva)
    expect(createPortrait('__proto__').outerHTML).to.equal(eva)
  })

  it('name the parts that a living face moves', () => {
    for (const name of names) {
      const portrait = createPortrait(name)
      for (const part of ['head', 'brows', 'eyes', 'gaze', 'mouth']) {
        expect(portrait.querySelector(`[data-part=${part}] path`), `${name} ${part}`).to.exist
      }
    }
  })

  it('use nothing that a strict Content Security Policy forbids, and are silent to readers', () => {
    for (const name of names) {
      const portrait = createPortrait(name)
      expect(portrait.querySelector('[style], style, image, use')).to.equal(null)
      expect(portrait.getAttribute('aria-hidden')).to.equal('true')
    }
  })
})
