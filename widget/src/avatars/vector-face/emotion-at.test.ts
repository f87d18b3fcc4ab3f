import { expect } from 'chai'
import { loadMarkReaders } from '@visavis/shared/spoken-text/load-mark-readers.ts'
import { emotionAt, lastEmotion } from './emotion-at.ts'

before(() => loadMarkReaders('*'))

/** What a face shows at each of some words. */
function emotionsAt(text: string, words: readonly string[]) {
  return words.map((word) => emotionAt(text, text.indexOf(word)))
}

describe('the emotion at a word', () => {
  it('is what the stage direction before its sentence tells', () => {
    const text = '*smiles* Hello there. Go on. *sighs* It was late, *laughs* you know.'
    expect(emotionsAt(text, ['there', 'Go', 'late', 'know'])).to.deep.equal([
      ...['glad', 'neutral', 'sad', 'glad'],
    ])
  })

  it('is so on the next line, too', () => {
    const text = '*улыбается*\n\nЗдесь тихо. Дальше.'
    expect(emotionsAt(text, ['тихо', 'Дальше'])).to.deep.equal(['glad', 'neutral'])
  })

  it('is that of the sentence where the direction tells nothing of a face', () => {
    const text = '*opens the door* I am so sorry for your loss. *opens it again* Go.'
    expect(emotionsAt(text, ['sorry', 'Go'])).to.deep.equal(['sad', 'neutral'])
  })

  it('does not come of a direction that is still to come', () => {
    expect(emotionsAt('Go on. *sighs sadly*', ['Go'])).to.deep.equal(['neutral'])
  })

  it('is left behind by a direction that nothing is said behind', () => {
    expect(lastEmotion('Bye! *smiles*')).to.equal('glad')
    expect(lastEmotion('*sighs*')).to.equal('sad')
    expect(lastEmotion('*smiles* Bye!')).to.equal(undefined)
    expect(lastEmotion('Bye!')).to.equal(undefined)
  })
})
