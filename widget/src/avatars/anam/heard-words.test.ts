import { expect } from 'chai'
import { HeardWords } from './heard-words.ts'

const text = 'Well, 21 cats sat by the lake. Да, кошки!'

/** The words that are told for these pieces, one list a piece. */
function told(pieces: readonly string[], of = text): string[][] {
  const words = new HeardWords()
  return pieces.map((piece) => words.hear(piece, of).map(({ start, end }) => of.slice(start, end)))
}

describe('the words that are heard', () => {
  it('are told as they come', () => {
    expect(told(['Well, ', '21', ' cats sat'])).to.deep.equal([['Well'], ['21'], ['cats', 'sat']])
  })

  it('are told once they are whole, wherever they are cut', () => {
    expect(told(['We', 'll, 21 ca', 'ts', ' sat'])).to.deep.equal([
      [],
      ['Well', '21'],
      ['cats'],
      ['sat'],
    ])
  })

  it('go on behind what is read in another way than it is written', () => {
    expect(told(['Well, twenty-one', ' cats'])).to.deep.equal([['Well'], ['cats']])
  })

  it('are looked for close by only', () => {
    const distant = `one ${'filler '.repeat(20)}two`
    expect(told(['one', ' two', ' filler'], distant)).to.deep.equal([['one'], [], ['filler']])
  })

  it('may be of any alphabet', () => {
    expect(told(['by the lake. Да,', ' кошки!'])).to.deep.equal([
      ['by', 'the', 'lake', 'Да'],
      ['кошки'],
    ])
  })

  it('end where the last one ended', () => {
    const words = new HeardWords()
    expect(words.end).to.equal(0)
    words.hear('Well, nonsense', text)
    expect(words.end).to.equal(4)
  })
})
