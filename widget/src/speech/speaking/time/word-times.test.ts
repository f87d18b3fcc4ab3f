import { expect } from 'chai'
import { type TimedWord, WordTimes } from './word-times.ts'

describe('the times of words', () => {
  const text = 'It has been a well-known (25) week.'
  const show = (times: readonly TimedWord[]) =>
    times.map(({ word, atMs }) => `${text.slice(word.start, word.end)} ${Math.round(atMs)}`)
  const at = (word: string) => text.indexOf(word)

  it('are those that the synthesiser tells, one for each word', () => {
    const times = new WordTimes(text)
    expect(show(times.meet({ start: 0, atMs: 10 }))).to.eql(['It 10'])
    expect(show(times.meet({ start: 0, atMs: 20 }))).to.eql([])
    expect(show(times.meet({ start: at('has'), atMs: 100 }))).to.eql(['has 100'])
    expect(show(times.meet({ start: at(' a ') + 1, atMs: 280 }))).to.eql(['been 190', 'a 280'])
    expect(show(times.meet({ start: at('well'), atMs: 300 }))).to.eql(['well-known 300'])
    expect(show(times.meet({ start: at('known'), atMs: 400 }))).to.eql([])
    expect(show(times.meet({ start: at('(25'), atMs: 450 }))).to.eql([])
    expect(show(times.meet({ start: at('25'), atMs: 500 }))).to.eql(['25 500'])
    expect(show(times.end(1000))).to.have.lengthOf(1)
  })

  it('are found for all words of a text that is told nothing of', () => {
    const words = show(new WordTimes(text).end(2000)).map((entry) => entry.split(' ')[0])
    expect(words).to.eql(['It', 'has', 'been', 'a', 'well-known', '25', 'week'])
  })
})
