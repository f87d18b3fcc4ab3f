import { expect } from 'chai'
import { en } from './en.ts'
import { problemText } from './panel-words.ts'
import { rareProblems as inEnglish } from './rare-en.ts'
import { rareProblems as inRussian } from './rare-ru.ts'

describe('what is seldom said', () => {
  it('says nothing before it is there, and what is usual where it has nothing of its own', () => {
    expect(problemText(en, 'rate_limited', null)).to.equal('')
    const words = { ...en, rareProblems: inEnglish }
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
