import { expect } from 'chai'
import { visemesOfText } from './spelling-visemes.ts'

const spelled = (text: string) =>
  visemesOfText(text)
    .map(({ viseme }) => viseme)
    .join(' ')

describe('the visemes of a spelling', () => {
  it('follow Russian letter by letter', () => {
    expect(spelled('мама')).to.equal('PP aa PP aa')
    expect(spelled('Хорошо')).to.equal('kk O RR O CH O')
    expect(spelled('Юля')).to.equal('I U nn I aa')
    expect(spelled('объём')).to.equal('O PP I O PP')
    expect(spelled('ванна')).to.equal('FF aa nn aa')
  })

  it('follow English by its spellings', () => {
    expect(spelled('think')).to.equal('TH I nn kk')
    expect(spelled('Phone')).to.equal('FF O nn')
    expect(spelled('question')).to.equal('kk U E SS CH E nn')
    expect(spelled('know')).to.equal('nn O')
    expect(spelled('night')).to.equal('nn aa I DD')
    expect(spelled('make time')).to.equal('PP E I kk DD aa I PP')
    expect(spelled('the')).to.equal('TH E')
    expect(spelled('cheese')).to.equal('CH I SS')
    expect(spelled('you')).to.equal('I aa U')
  })

  it('close the mouth where the text pauses, longer after a sentence', () => {
    const [comma, stop] = visemesOfText('да, да.').filter(({ viseme }) => viseme === 'sil')
    expect(comma?.weight).to.be.lessThan(stop?.weight ?? 0)
    expect(spelled('да нет')).to.equal('DD aa nn E DD')
  })

  it('say where in the text each of them stands', () => {
    expect(visemesOfText('Да. Мы').map(({ at }) => at)).to.deep.equal([0, 1, 2, 4, 5])
  })

  it('are none for what has no sound', () => {
    expect(visemesOfText('— «» 漢字')).to.deep.equal([{ viseme: 'sil', at: 0, weight: 3 }])
    expect(visemesOfText('')).to.deep.equal([])
  })
})
