import { expect } from 'chai'
import { mouthShapes, visemes } from './visemes.ts'

describe('the shapes of a mouth', () => {
  it('are fifteen, within their bounds, and no two alike', () => {
    expect(visemes.length).to.equal(15)
    const shapes = visemes.map((viseme) => Object.values(mouthShapes[viseme]))
    expect(new Set(shapes.map(String)).size).to.equal(15)
    for (const value of shapes.flat()) expect(value).to.be.within(0, 1)
  })

  it('are closed for P and B, toothed for F, wide for I and round for O and U', () => {
    expect(mouthShapes.PP.open).to.equal(0)
    expect(mouthShapes.FF.teeth).to.equal(1)
    expect(mouthShapes.I.width).to.be.greaterThan(mouthShapes.aa.width)
    expect(mouthShapes.U.round).to.be.greaterThan(mouthShapes.O.round)
  })
})
