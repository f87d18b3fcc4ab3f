import { expect } from 'chai'
import { LitElement } from 'lit'
import { loadMarkdown, markdownFor } from './load-markdown.ts'

class Asking extends LitElement {
  asked = 0

  override requestUpdate(...change: Parameters<LitElement['requestUpdate']>): void {
    super.requestUpdate(...change)
    this.asked += 1
  }
}
customElements.define('asking-for-markdown', Asking)

const isLoaded = () =>
  performance.getEntriesByType('resource').some(({ name }) => name.includes('/message/markdown.ts'))

describe('the part that draws Markdown', () => {
  it('loads with the first text that needs it, and has whoever asked drawn anew', async () => {
    const element = new Asking()
    const before = element.asked
    const plain = 'Здравствуйте! Я Ева (ИИ-собеседник), это 5 минут — «не больше».\n\nДа?'
    for (const text of ['', plain, "It's fine; isn't it? 50 %: yes..."]) {
      expect(markdownFor(text, element)).to.equal(undefined)
    }
    expect(isLoaded()).to.equal(false)
    expect(markdownFor('Да, **очень**', element)).to.equal(undefined)
    await loadMarkdown()
    expect(isLoaded()).to.equal(true)
    expect(element.asked).to.equal(before + 1)
    expect(markdownFor(plain, element)?.plainMarkdown('**Да**, [тут](https://a.example)')).to.equal(
      'Да, тут',
    )
  })
})
