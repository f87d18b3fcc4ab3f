import { expect } from 'chai'
import { createPortrait } from './portrait.ts'

const names = ['eva', 'nora', 'viktor', 'grace', 'tikhon', 'ada']

describe('the portraits', () => {
  it('are drawn for every name of the family, each a picture of its own', async () => {
    const portraits = await Promise.all(names.map((name) => createPortrait(name)))
    const drawings = new Set(portraits.map(({ outerHTML }) => outerHTML))
    expect(drawings.size).to.equal(names.length)
  })

  it('have a face for a name they do not know, even one that objects have', async () => {
    const eva = await createPortrait('eva')
    for (const name of ['nobody', 'toString', '__proto__']) {
      expect((await createPortrait(name)).outerHTML, name).to.equal(eva.outerHTML)
    }
  })

  it('name the parts that a living face moves', async () => {
    for (const name of names) {
      const portrait = await createPortrait(name)
      for (const part of ['head', 'brows', 'eyes', 'gaze', 'mouth']) {
        expect(portrait.querySelector(`[data-part=${part}] path`), `${name} ${part}`).to.exist
      }
    }
  })

  it('use nothing that a strict Content Security Policy forbids, and are silent to readers', async () => {
    for (const name of names) {
      const portrait = await createPortrait(name)
      expect(portrait.querySelector('[style], style, image, use')).to.equal(null)
      expect(portrait.getAttribute('aria-hidden')).to.equal('true')
    }
  })
})
