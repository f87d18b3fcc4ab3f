import { before, describe, it } from 'node:test'
import { expect } from 'chai'
import { loadMarkReaders } from './load-mark-readers.ts'
import { MarkdownSpeech } from './markdown-speech.ts'
import { TracedText } from './traced-text.ts'
import { takesAtMost } from '../../../../test/fixtures/takes-at-most.ts'

function read(markdown: string, chunkLength = markdown.length) {
  const speech = new MarkdownSpeech()
  const parts: TracedText[] = []
  for (let at = 0; at < markdown.length; at += chunkLength) {
    parts.push(speech.push(markdown.slice(at, at + chunkLength)))
  }
  const { text } = TracedText.join([...parts, speech.end()])
  const directions = speech.directions.map(({ start, end }) => markdown.slice(start, end))
  return { text, directions, words: text.trim().replaceAll(/\s+/gu, ' ') }
}

/** What is said of a text in which somebody does something. */
const played: Record<string, string> = {
  '*smiles and nods* Hello there!': 'Hello there!',
  '*smiles* hello there': 'hello there',
  '*smiles*': '',
  '_nods slowly_ Yes.': 'Yes.',
  '*Smiles warmly.* Hello.': 'Hello.',
  '*He looks at you.* Fine.': 'Fine.',
  '*Ada leans closer* “Are you there?” *pauses* Tell me.': '“Are you there?” Tell me.',
  '*I take your hand* Come.': 'Come.',
  'Hmm, *sighs* maybe.': 'Hmm, maybe.',
  'Well… *sighs* I know.': 'Well… I know.',
  'ok *nods*': 'ok',
  'I missed you *smiles softly* so much.': 'I missed you so much.',
  'Bye! *waves*': 'Bye!',
  'Bye! 😊 *waves and leaves the room*': 'Bye! 😊',
  '*whistles a tune*\n\nReady?': 'Ready?',
  '*Улыбается.* Здравствуйте!': 'Здравствуйте!',
  '*Ада тихо вздыхает и смотрит в окно.* Да.': 'Да.',
  '*с улыбкой* Привет!': 'Привет!',
  'Привет! *улыбается* Как дела?': 'Привет! Как дела?',
  'Привет *улыбается* Как дела?': 'Привет Как дела?',
  'Спасибо, *кивает* продолжим.': 'Спасибо, продолжим.',
  '*берёт вас за руку*\nЯ здесь.': 'Я здесь.',
  '*улыбаюсь и киваю* *смотрю на вас* Да.': 'Да.',
}

/** Emphasis, and what is only set in italics. */
const italic: Record<string, string> = {
  'Это *очень* важно.': 'Это очень важно.',
  'I *really* mean it.': 'I really mean it.',
  '*Очень* важно это.': 'Очень важно это.',
  '*очень* важно': 'очень важно',
  '*Never* give up.': 'Never give up.',
  'She *smiles* a lot.': 'She smiles a lot.',
  'He *looks at you* and leaves.': 'He looks at you and leaves.',
  'Вы *на самом деле* правы.': 'Вы на самом деле правы.',
  'It is *learned helplessness*, and so on.': 'It is learned helplessness, and so on.',
  '*Take a deep breath.*': 'Take a deep breath.',
  '*Улыбнитесь себе в зеркало.*': 'Улыбнитесь себе в зеркало.',
  '*Symptoms include fever.* Rest.': 'Symptoms include fever. Rest.',
  '*This is the offline demo: no model is connected.*':
    'This is the offline demo: no model is connected.',
  '*Взгляд со стороны.* Вот он.': 'Взгляд со стороны. Вот он.',
  'Say: *ich bin müde*.': 'Say: ich bin müde.',
  '*why did she leave?*': 'why did she leave?',
  '- *panic attack*\n- *smiles*': 'panic attack smiles',
  '> *smiles and nods*': 'smiles and nods',
  '# *nods*': 'nods',
  '**smiles** и *не спешите!*': 'smiles и не спешите!',
  '(*smiles*) 2 * 3 * 4': '(smiles) 2 * 3 * 4',
  '`*smiles*` is code': '*smiles* is code',
  '*smiles and never ends': 'smiles and never ends',
  'a_b_c and snake_case_': 'a_b_c and snake_case',
}

before(() => loadMarkReaders('*'))

describe('stage directions', () => {
  it('are not read aloud, in Russian or English', () => {
    for (const [markdown, words] of Object.entries(played)) {
      const { words: said, directions } = read(markdown)
      expect(said, markdown).to.equal(words)
      expect(directions, markdown).to.not.be.empty
    }
  })

  it('are told from emphasis, which is read', () => {
    for (const [markdown, words] of Object.entries(italic)) {
      const { words: said, directions } = read(markdown)
      expect(said, markdown).to.equal(words)
      expect(directions, markdown).to.be.empty
    }
  })

  it('do not depend on where the stream was cut', () => {
    for (const markdown of [...Object.keys(played), ...Object.keys(italic)]) {
      for (const length of [1, 2, 3, 5]) {
        expect(read(markdown, length), `${markdown} in ${length}`).to.deep.equal(read(markdown))
      }
    }
  })

  it('hold back no more than it takes to tell them', () => {
    const speech = new MarkdownSpeech()
    expect(speech.push('Это *очень').text).to.equal('Это ')
    expect(speech.push(' важ').text).to.equal('очень важ')
    expect(speech.push('но*. *Это').text).to.equal('но. ')
    expect(speech.push(' вот ').text).to.equal('Это вот ')
  })

  it('take time in proportion to the text', async () => {
    for (const seed of ['*a ', '*smiles ', '_', '*a* ', '*smiles* ', 'a *s']) {
      const text = seed.repeat(20_000 / seed.length)
      expect(await takesAtMost(5000, () => read(text, 50)), seed).to.equal(true)
    }
  })
})
