import { describe, it } from 'node:test'
import { expect } from 'chai'
import { codeBlockMark, MarkdownSpeech } from './markdown-speech.ts'
import { TracedText } from './traced-text.ts'
import { takesAtMost } from '../../../../test/fixtures/takes-at-most.ts'

function read(markdown: string, chunkLength = markdown.length || 1): TracedText {
  const speech = new MarkdownSpeech()
  const parts: TracedText[] = []
  for (let at = 0; at < markdown.length; at += chunkLength) {
    parts.push(speech.push(markdown.slice(at, at + chunkLength)))
  }
  return TracedText.join([...parts, speech.end()])
}

const texts: Record<string, string> = {
  '**важно** и *тихо*, _так_ и __так__': 'важно и тихо, так и так',
  'snake_case, 2 * 3, 2*3 и ~5': 'snake_case, 2 * 3, 2*3 и ~5',
  'вот `a **b** _c_` и ``d`e``': 'вот a **b** _c_ и d`e',
  '[врач](https://d.example/a_(b) "Титул"), ![кот](https://c.example)': 'врач, кот',
  'так [1], [^2] и [это], [x](': 'так ,  и это, x(',
  '\\*а\\* и \\\\': '*а* и \\',
  '# План\n## Дальше': 'План\nДальше',
  '- раз\n* два\n+ три\n- [ ] четыре': 'раз\nдва\nтри\nчетыре',
  '1. раз\n2) два\n\n2019. Это год': '1) раз\n2) два\n\n2019. Это год',
  '> цитата\n> > глубже': 'цитата\nглубже',
  '| День | Часы |\n|:---|---:|\n| Пн | 9–18 |\n|Вт|||': 'День, Часы\nПн, 9–18\nВт',
  '|| `a b` | | **c** \\| d |\na | b\n--|--\n': 'a b, c | d\na | b\n',
  'до\n\n---\n\nпосле': 'до\n\n\nпосле',
  '```js\nlet a = 1\n```\nпосле': `${codeBlockMark}\nпосле`,
  '~~~\nlet\n~~~~\nпосле': `${codeBlockMark}\nпосле`,
  'так **и не закрыто, `и это': 'так и не закрыто, и это',
  'Привет!': 'Привет!',
  '- [x] сделано\n- [ ] ~~нет~~': 'сделано\nнет',
  'План\n===\nдальше': 'План\nдальше',
}

/** What stands for other characters than its own. */
const rewritten: Record<string, string> = {
  'раз<br>два<BR />три < четыре': 'раз\nдва\nтри < четыре',
  '| а<br>б | в |': 'а, б, в',
  'см. <https://a.example/b> и <c@d.example>': 'см. https://a.example/b и c@d.example',
  '[Врач][метка], [x][1] и [док][]\n\n[метка]: https://a.example "Т"\n[1]: <b c>\nконец':
    'Врач, x и док\n\nконец',
  'Сон[^1] и[^note].\n\n[^1]: Уолкер, 2017.\n[^note]: Ещё': 'Сон и.\n\nУолкер, 2017.\nЕщё',
  '[Важно]: не всё, что в скобках': 'Важно: не всё, что в скобках',
}

describe('what is read of Markdown', () => {
  it('is its words, without the marks', () => {
    for (const [markdown, words] of Object.entries({ ...texts, ...rewritten })) {
      expect(read(markdown).text, markdown).to.equal(words)
    }
  })

  it('does not depend on where the stream was cut', () => {
    const markdown = Object.keys({ ...texts, ...rewritten }).join('\n\n')
    const whole = read(markdown)
    for (const length of [1, 2, 3, 5, 8, 13]) {
      expect(read(markdown, length).text, `chunks of ${length}`).to.equal(whole.text)
    }
  })

  it('knows where each character stood', () => {
    const markdown = `${Object.keys(texts).join('\n')}\n`
    const words = read(markdown, 3)
    for (let at = 0; at < words.length; at += 1) {
      const character = words.text[at]
      if (character === codeBlockMark || character === '\n' || character === ')') continue
      const { start, end } = words.original({ start: at, end: at + 1 })
      if (/^[ |]+$/u.test(markdown.slice(start, end)) && /[, ]/u.test(character ?? '')) continue
      expect(markdown.slice(start, end)).to.equal(character)
    }
  })

  it('comes as soon as it can be told apart', () => {
    const speech = new MarkdownSpeech()
    expect(speech.push('Да, [вот').text).to.equal('Да, вот')
    expect(speech.push('](').text).to.equal('')
    expect(speech.push('https://a.example) так').text).to.equal(' так')
  })

  it('is in proportion to the length of any text', async () => {
    for (const seed of [
      '*',
      '_',
      '`',
      '[',
      '](',
      '![',
      '\\',
      '#',
      '> ',
      '- ',
      '1. ',
      '```\n',
      '~',
    ]) {
      const text = seed.repeat(20_000 / seed.length)
      expect(await takesAtMost(5000, () => read(text, 500)), seed).to.equal(true)
    }
  })
})
