import { describe, it } from 'node:test'
import { expect } from 'chai'
import { TracedText } from './traced-text.ts'

describe('a traced text', () => {
  it('knows where a stretch of it comes from, also through changes and slices', () => {
    const text = TracedText.of('всего 25% всем', 10)
      .replace(/25%/gu, () => 'двадцать пять процентов')
      .replace(/пять/gu, () => '5')
    expect(text.text).to.equal('всего двадцать 5 процентов всем')
    const five = text.text.indexOf('5')
    expect(text.original({ start: five, end: five + 1 })).to.deep.equal({ start: 16, end: 19 })
    const last = text.slice(-4)
    expect(last.text).to.equal('всем')
    expect(last.original({ start: 0, end: 4 })).to.deep.equal({ start: 20, end: 24 })
  })

  it('leaves a match as it is when there is nothing to put in its place', () => {
    const text = TracedText.of('a1 b2')
    const changed = text.replace(/\p{L}\d/gu, ([match]) => (match === 'b2' ? 'x' : null))
    expect(changed.text).to.equal('a1 x')
    expect(text.replace(/z/gu, () => 'y')).to.equal(text)
  })

  it('finds the place that stands for an offset of the original', () => {
    const text = TracedText.of('в 5 раз').replace(/5/gu, () => 'пять')
    expect(text.text.slice(text.indexOf(2))).to.equal('пять раз')
    expect(text.text.slice(text.indexOf(4))).to.equal('раз')
    expect(text.indexOf(99)).to.equal(text.length)
  })

  it('says of an empty stretch where it lies', () => {
    const text = TracedText.of('ab', 3)
    expect(text.original({ start: 1, end: 1 })).to.deep.equal({ start: 4, end: 4 })
    expect(text.original({ start: 2, end: 2 })).to.deep.equal({ start: 5, end: 5 })
  })
})
