import { describe, it } from 'node:test'
import { expect } from 'chai'
import { SentenceCutter } from './sentences.ts'
import { TracedText } from './traced-text.ts'
import { takesAtMost } from '../../../../test/fixtures/takes-at-most.ts'

function cut(text: string, cuts: readonly number[] = []): string[] {
  const cutter = new SentenceCutter()
  const pieces: TracedText[] = []
  let from = 0
  for (const at of [...cuts, text.length]) {
    pieces.push(...cutter.push(TracedText.of(text.slice(from, at), from)))
    from = at
  }
  return [...pieces, ...cutter.end()].map((piece) => piece.text)
}

/** Behind a first sentence, so that no rule of the first clause applies. */
const later = (text: string) =>
  cut(`Да. ${text}`)
    .slice(1)
    .map((piece) => piece.trim())

describe('the pieces of a text', () => {
  it('begin with the first clause', () => {
    expect(cut('Понимаю, что вам сейчас тяжело, и это нормально, правда. Давайте дальше.')).to.eql([
      'Понимаю, что вам сейчас тяжело,',
      ' и это нормально, правда.',
      ' Давайте дальше.',
    ])
    expect(cut('Да. Хорошо.')).to.eql(['Да.', ' Хорошо.'])
  })

  it('begin before a conjunction if the first clause has no comma', () => {
    expect(
      cut('I can hear how heavy the last few weeks must have been and how tired you are.'),
    ).to.eql(['I can hear how heavy the last few weeks must have been', ' and how tired you are.'])
  })

  it('do not end in abbreviations, initials, numbers and addresses', () => {
    const sentences = [
      'Это, т. е. вот это, и т. д. и т. п. пишут так.',
      'Роман А. С. Пушкина и Л.Н. Толстого.',
      'На ул. Ленина, в г. Москва, им. Горького.',
      'Пишут e.g. Dr. Smith, Mr. Jones vs. Mrs. Brown, i.e. people.',
      'В 18 ч. 30 мин. у дома, см. п. 3 и рис. 5.',
      'Met Bob, a.k.a. Robert, or a.k.a. Rob, on Jan. 5, Feb. 14 and Sept. 3.',
      'Пейте ок. 15 глотков с 5 янв. 2026 и, т. о. Всё пройдёт.',
      'Это 3.14, 1.5 и 21.11.2026.',
      'На https://a.example/x?y=1.2 и www.b.example.',
      '«Привет!» — сказал он.',
      'Ну... не знаю… может быть.',
    ]
    for (const sentence of sentences) expect(later(sentence), sentence).to.eql([sentence])
  })

  it('end where a sentence ends, with its quotes and brackets', () => {
    expect(later('Что?! Да… Нет. «Так и есть.» (Правда.) Всё.')).to.eql([
      'Что?!',
      'Да…',
      'Нет.',
      '«Так и есть.»',
      '(Правда.)',
      'Всё.',
    ])
    expect(later('В 2026 г. Москва росла и т. д. Потом был Я. Да.')).to.eql([
      'В 2026 г.',
      'Москва росла и т. д.',
      'Потом был Я.',
      'Да.',
    ])
    expect(later('Отлично! 😊 Дальше')).to.eql(['Отлично!', '😊 Дальше'])
  })

  it('end with a line', () => {
    expect(later('План\n1) Раз\n2) Два')).to.eql(['План', '1) Раз', '2) Два'])
  })

  it('are of a length that can be spoken, whatever the text', () => {
    for (const word of ['слово ', 'слово, ', 'and ']) {
      for (const piece of cut(word.repeat(400))) expect(piece.length).to.be.below(280)
    }
  })

  it('take time in proportion to the text, whatever it is', async () => {
    for (const seed of ['. ', '1', '[(', '.', ' ', '\n', '.)', 'a', '1. ', 'А. ', ' – ', '! 😊 ']) {
      const text = seed.repeat(20_000 / seed.length)
      const cuts = Array.from({ length: text.length / 4 }, (_, at) => at * 4)
      const read = () => expect(cut(text, cuts).join('')).to.equal(text)
      // Far above what it takes, and far below what looking at everything again would take.
      expect(await takesAtMost(10_000, read), JSON.stringify(seed)).to.equal(true)
    }
  })

  it('come as soon as the next word begins', () => {
    const cutter = new SentenceCutter()
    const push = (text: string) => cutter.push(TracedText.of(text)).map((piece) => piece.text)
    expect(push('Да')).to.eql([])
    expect(push('.')).to.eql([])
    expect(push(' Х')).to.eql(['Да.'])
    expect(push('орошо. 😊')).to.eql([])
    expect(push('\n')).to.eql([' Хорошо.', ' 😊\n'])
  })

  it('are the text, nothing lost and nothing twice, however it arrives', () => {
    const parts = [
      ...['слово', 'Имя', 'т. е. ', 'и т. д.', 'г.', ' Dr.', '3.14', '18:30', 'https://a.b/?c'],
      ...['.', '!', '?', '…', '...', '?!', ',', ';', ':', ' — ', ' – ', '«', '»', '"', ')', '('],
      ...[' ', ' ', ' ', ' ', '\n', '\n\n', '😊', 'А. ', ' and', ' что', '5', '1) ', '\u00A0'],
    ]
    let random = 11
    const next = (below: number) => {
      random = (random * 48_271) % 2_147_483_647
      return random % below
    }
    for (let round = 0; round < 400; round += 1) {
      const text = Array.from({ length: 40 }, () => parts[next(parts.length)] ?? '').join('')
      const whole = cut(text)
      expect(whole.join('')).to.equal(text)
      const cuts = Array.from({ length: next(30) }, () => next(text.length + 1))
      cuts.sort((one, other) => one - other)
      expect(cut(text, cuts), JSON.stringify(text)).to.eql(whole)
      const everywhere = Array.from({ length: text.length }, (_, at) => at)
      expect(cut(text, everywhere), JSON.stringify(text)).to.eql(whole)
    }
  })
})
