import { expect } from 'chai'
import { captionAt } from './captions.ts'
import { loadMarkReaders } from '@visavis/shared/spoken-text/load-mark-readers.ts'

const wordIn = (text: string, word: string, from = 0) => {
  const start = text.indexOf(word, from)
  return { start, end: start + word.length }
}
const shown = (text: string, word: string) => {
  const caption = captionAt(text, wordIn(text, word))
  return `${caption.before}|${caption.word}|${caption.after}`
}

before(() => loadMarkReaders('*'))

describe('captions', () => {
  it('set the word that is being said apart from what stands around it', () => {
    expect(shown('Hello, I am Nora.', 'Nora')).to.equal('Hello, I am |Nora|.')
  })

  it('show as many whole sentences as two lines hold, and then the next ones', () => {
    const text =
      'That sounds tiring. Going over it again and again takes strength. What is the moment you return to?'
    expect(shown(text, 'sounds')).to.equal(
      'That |sounds| tiring. Going over it again and again takes strength.',
    )
    expect(shown(text, 'moment')).to.equal('What is the |moment| you return to?')
  })

  it('cut a sentence that is too long behind a comma or between words', () => {
    const text =
      'When you go over it in the evening, long before the hour has come, there may be one moment that you return to more often than to all the others'
    const first = captionAt(text, wordIn(text, 'evening'))
    expect(first.before + first.word + first.after).to.equal(
      'When you go over it in the evening, long before the hour has come,',
    )
    const last = captionAt(text, wordIn(text, 'others'))
    expect((last.before + last.word + last.after).length).to.be.at.most(68)
  })

  it('stay as they are while the answer behind them grows', () => {
    const whole =
      'It is late. Shall we look at the first minute only? Then begin with what is true.'
    const word = wordIn(whole, 'late')
    const before = captionAt(whole.slice(0, 52), word)
    expect(captionAt(whole, word)).to.deep.equal(before)
  })

  it('show words, not the marks of Markdown', () => {
    expect(shown('A **small** [plan](https://example.org/a) for `you`.', 'plan')).to.equal(
      'A small |plan| for you.',
    )
    expect(shown('### Before Monday\n\n1. Walk', 'Before')).to.equal('|Before| Monday')
    expect(shown('- A walk\n- And sleep', 'sleep')).to.equal('And |sleep|')
    expect(shown('- [ ] todo', 'todo')).to.equal('|todo|')
    expect(shown('![pic](https://example.org/a) and text', 'and')).to.equal('pic |and| text')
    expect(shown('|Day|Hours|\n|---|---|\n|Mon|9–6|', 'Mon')).to.equal('|Mon|, 9–6')
  })

  it('leave out stage directions, which nobody says', () => {
    expect(shown('*smiles* Hello there. *nods* Go on.', 'Go')).to.equal('Hello there. |Go| on.')
  })

  it('show formulas as they are written', () => {
    const text = 'So \\(a + b\\) is it.'
    const start = text.indexOf('\\(')
    const caption = captionAt(text, { start, end: start + 9 })
    expect(caption).to.deep.equal({ before: 'So ', word: 'a + b', after: ' is it.' })
  })

  it('leave signs that are no marks', () => {
    expect(shown('a_b_c, a [x] b and 2 * 3', 'and')).to.equal('a_b_c, a x b |and| 2 * 3')
  })

  it('leave out a block of code, which is shown in the text', () => {
    const code = '```js\nlet a = 1\n```\n'
    expect(shown(`So:\n${code}Done here.`, 'Done')).to.equal('|Done| here.')
    expect(shown(`So:\n${code}Done here.`, '```js\n')).to.equal('||')
  })

  it('know an offset behind everything that is said so far', () => {
    expect(captionAt('Hello', { start: 5, end: 5 })).to.deep.equal({
      before: 'Hello',
      word: '',
      after: '',
    })
    expect(captionAt('', { start: 0, end: 0 })).to.deep.equal({ before: '', word: '', after: '' })
  })
})
