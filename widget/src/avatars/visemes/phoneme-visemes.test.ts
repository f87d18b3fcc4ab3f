import { expect } from 'chai'
import { visemesOfPhoneme } from './phoneme-visemes.ts'

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
