import { describe, it } from 'node:test'
import { expect } from 'chai'
import { hasRareMarks, loadMarkReaders } from './load-mark-readers.ts'
import { MarkdownSpeech } from './markdown-speech.ts'

describe('what reads the rare marks of a text', () => {
  it('is loaded for those that may need it, wherever a piece is cut', () => {
    for (const text of ['*кивает*', '_x_', 'x^2$', '\\(', '&amp;', '&#8212;', 'Том &', 'AT&T']) {
      expect(hasRareMarks(text), text).to.equal(true)
    }
    for (const text of ['**важно**', '- раз', '* два', '2 * 3', 'Q & A', '`код`', '[a](b)']) {
      expect(hasRareMarks(text), text).to.equal(false)
    }
  })

  it('reads the character that a name stands for, and leaves what is no name', async () => {
    await loadMarkReaders('&amp;')
    const written = 'Том &amp; Джерри &mdash; AT&T &nosuch;'
    for (const length of [1, 2, 3, 7, written.length]) {
      const speech = new MarkdownSpeech()
      let said = ''
      for (let at = 0; at < written.length; at += length) {
        said += speech.push(written.slice(at, at + length)).text
      }
      expect(said + speech.end().text, `in ${length}`).to.equal('Том & Джерри — AT&T &nosuch;')
    }
  })
})
