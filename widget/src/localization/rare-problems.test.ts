import { expect } from 'chai'
import { words as en } from './en/panel.ts'
import { words as english } from './en/rare.ts'
import { problemText } from './panel-words.ts'
import { words as russian } from './ru/rare.ts'

const inEnglish = english.problems
const inRussian = russian.problems

describe('what is seldom said', () => {
  it('says nothing before it is there, and what is usual where it has nothing of its own', () => {
    expect(problemText(en, 'rate_limited', null)).to.equal('')
    const words = { ...en, rare: english }
    expect(problemText(words, 'rate_limited', null)).to.contain('Try again in a moment.')
    expect(problemText(words, 'protocol_error', null)).to.equal(en.problemOther)
    expect(problemText(en, 'internal_error', null)).to.equal(en.problemOther)
  })

  it('says when to try again: soon in seconds, later also by the clock', () => {
    const inSome = (milliseconds: number) => Date.now() + milliseconds
    expect(inEnglish('rate_limited', inSome(20_000))).to.match(/Try again in (19|20) seconds\.$/u)
    expect(inRussian('rate_limited', inSome(20_000))).to.match(/через (19|20) секунд.?\.$/u)
    expect(inEnglish('too_many_visitors', inSome(170_000))).to.match(
      /Try again in 3 minutes, at \d\d:\d\d/u,
    )
    expect(inRussian('too_many_visitors', inSome(170_000))).to.match(
      /Повторите через 3 минуты, в \d\d:\d\d\.$/u,
    )
    expect(inEnglish('auth_unavailable', inSome(20_000))).to.match(/in (19|20) seconds\.$/u)
    expect(inRussian('auth_unavailable', inSome(20_000))).to.match(/через (19|20) секунд.?\.$/u)
    expect(inEnglish('rate_limited', Date.now() - 1)).to.contain('Try again in a moment.')
  })
})
