import { expect } from 'chai'
import { answersIn } from '../../test-support/markdown/answers.ts'
import { likeCmark, page, treeHtml } from '../../test-support/markdown/cmark-html.ts'
import { differences } from '../../test-support/markdown/differences.ts'
import { GrowingMarkdown, parseMarkdown } from './growing-markdown.ts'

const folder = new URL('../../test-support/markdown/', import.meta.url)
const text = async (name: string) => (await fetch(new URL(name, folder))).text()
const where = { base: page, origin: new URL(page).origin }

describe('Markdown beside cmark-gfm', () => {
  let answers: readonly string[]
  let theirs: readonly string[]

  before(async () => {
    answers = answersIn(await text('answers.txt'))
    theirs = (JSON.parse(await text('cmark-gfm.json')) as string[]).map(likeCmark)
    expect(answers.length).to.be.at.least(300)
    expect(theirs).to.have.length(answers.length)
  })

  it('is the same but where there is a reason, which is seldom', () => {
    const differing = answers.filter(
      (answer, index) => treeHtml(parseMarkdown(answer, { page: where })) !== theirs[index],
    )
    const known = Object.values(differences).flat()
    const unknown = differing.filter((answer) => !known.some((begin) => answer.startsWith(begin)))
    expect(unknown).to.deep.equal([])
    expect(differing).to.have.length(known.length)
    expect(differing.length).to.be.at.most(answers.length / 20)
  })

  it('comes to the same end, by whatever pieces a text grows', () => {
    for (const answer of answers) {
      const growing = new GrowingMarkdown(where)
      for (let end = 1; end <= answer.length; end += 1) {
        const partial = answer.slice(0, end)
        const grown = growing.read(partial, true)
        if (end % 7 === 0) {
          const options = { page: where, isPartial: true }
          expect(treeHtml(grown), partial).to.equal(treeHtml(parseMarkdown(partial, options)))
        }
      }
      const whole = treeHtml(parseMarkdown(answer, { page: where }))
      expect(treeHtml(growing.read(answer, false)), answer).to.equal(whole)
    }
  })
})
