import { before, describe, it } from 'node:test'
import { expect } from 'chai'
import { loadMarkReaders } from './load-mark-readers.ts'
import { hasFormula } from './marked-formula.ts'
import { MarkdownSpeech } from './markdown-speech.ts'
import { languageOf, readable } from './readable/readable.ts'
import { SentenceCutter } from './sentences.ts'
import type { TracedText } from './traced-text.ts'
import { takesAtMost } from '../../../../test/fixtures/takes-at-most.ts'

/** What is said of a text that comes in pieces of a length, and where each word of it stands. */
async function said(markdown: string, length = markdown.length) {
  const speech = new MarkdownSpeech()
  const cutter = new SentenceCutter()
  const pieces: TracedText[] = []
  for (let at = 0; at < markdown.length; at += length) {
    pieces.push(...cutter.push(speech.push(markdown.slice(at, at + length))))
  }
  pieces.push(...cutter.push(speech.end()), ...cutter.end())
  const spoken = await Promise.all(
    pieces.map((piece, index) =>
      readable(piece, {
        language: languageOf(piece.text, 'ru'),
        isLast: index === pieces.length - 1,
      }),
    ),
  )
  return { words: spoken.flatMap(({ text }) => text || []).join(' '), spoken }
}

const table: Record<string, string> = {
  'Площадь \\(x^2\\), верно.': 'Площадь икс в квадрате, верно.',
  'So \\[ \\frac{a}{b} \\] is it.': 'So a over b is it.',
  'Итак,\n$$\n\\sqrt{x+1}\n$$\nи всё.': 'Итак, корень из икс плюс один. и всё.',
  'Формула \\(\\frac{1}{2} + 0,5 = 1\\).':
    'Формула половина плюс ноль целых пять десятых равно один.',
  'Значение $E = mc^2$ и $n$.': 'Значение е равно эм цэ в квадрате и эн.',
  'Let $x^2 + 1$ be $5.': 'Let x squared plus one be five dollars.',
  'It is \\(x = 1. y = 2\\) now. Yes.': 'It is x equals one y equals two now. Yes.',
  'Числа \\{1,2\\} тут.': 'Числа один, два тут.',
  'Числа $\\{1,2\\}$ тут.': 'Числа один, два тут.',
  'Вот \\(\\mathcal{L}(\\theta) = \\operatorname{argmin} \\foo\\), так.':
    'Вот эль тета равно argmin, так.',
  'It costs $5 and $10.': 'It costs five dollars and ten dollars.',
  'Это \\[важно\\] и \\(тут\\).': 'Это важно и (тут).',
  '\\( открыто и нет': '( открыто и нет.',
}

before(() => loadMarkReaders('*'))

describe('formulas in an answer', () => {
  it('are said in words of its language, and money is money', async () => {
    for (const [markdown, words] of Object.entries(table)) {
      expect((await said(markdown)).words, markdown).to.equal(words)
    }
  })

  it('are none in code', () => {
    const speech = new MarkdownSpeech()
    const { text } = speech.push('Вот `\\(x^2\\)` и `$x^2$` в коде\n')
    expect(hasFormula(text)).to.equal(false)
  })

  it('do not depend on where the stream was cut', async () => {
    for (const markdown of Object.keys(table)) {
      const { words } = await said(markdown)
      for (const length of [1, 2, 3, 7]) {
        expect((await said(markdown, length)).words, `${markdown} in ${length}`).to.equal(words)
      }
    }
  })

  it('know where they stand, as a whole', async () => {
    const markdown = 'Да, \\(x^2\\) тут.'
    const [piece] = (await said(markdown)).spoken
    const at = (word: string) => {
      const start = piece?.text.indexOf(word) ?? -1
      const stretch = piece?.original({ start, end: start + word.length })
      return markdown.slice(stretch?.start, stretch?.end)
    }
    expect(['Да', 'икс', 'квадрате', 'тут'].map(at)).to.deep.equal([
      ...['Да', '\\(x^2\\)', '\\(x^2\\)', 'тут'],
    ])
  })

  it('take time in proportion to the text', async () => {
    for (const seed of ['$', '\\(', '\\[', '$x', '$$ ', '\\{', '\\(a\\) ']) {
      const read = () => {
        const speech = new MarkdownSpeech()
        for (let at = 0; at < 20_000; at += 50) speech.push(seed.repeat(50 / seed.length))
        speech.end()
      }
      expect(await takesAtMost(5000, read), seed).to.equal(true)
    }
  })
})
