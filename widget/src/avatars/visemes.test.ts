import { expect } from 'chai'
import { mouthShapes, visemes, visemesOfPhoneme } from './visemes.ts'

const of = (phonemes: string) => phonemes.split(' ').map((ipa) => visemesOfPhoneme(ipa).join('+'))

describe('the visemes of a phoneme', () => {
  it('are those of Russian sounds, hard, soft and stressed', () => {
    expect(of('p bʲ m f vʲ t dʲ k ɡ x')).to.deep.equal('PP PP PP FF FF DD DD kk kk kk'.split(' '))
    expect(of('s zʲ ts ʃ ʒ tɕ ɕː n lʲ ɭ r j')).to.deep.equal(
      'SS SS SS CH CH CH CH nn nn  RR I'.split(' '),
    )
    expect(of('ˈa ɐ ə e ɛ i ɨ o u ʊ')).to.deep.equal('aa aa E E E I I O U U'.split(' '))
  })

  it('are those of English sounds, diphthongs and all', () => {
    expect(of('θ ð tʃ dʒ ŋ ɹ w æ ʌ ɜː')).to.deep.equal('TH TH CH CH kk RR U aa aa E'.split(' '))
    expect(of('aɪ aʊ eɪ oʊ ɔɪ iː')).to.deep.equal('aa+I aa+U E+I O+U O+I I'.split(' '))
  })

  it('are silence for a pause and none for what has no shape', () => {
    expect(of('_: _ h ʔ ˈ')).to.deep.equal(['sil', 'sil', '', '', ''])
  })
})

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
