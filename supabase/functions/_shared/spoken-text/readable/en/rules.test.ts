import { describe, it } from 'node:test'
import { expect } from 'chai'
import { expectSpoken } from '../../../../../../test/fixtures/spoken-tables.ts'
import { languageOf } from '../readable.ts'

const expectTable = (table: Record<string, string>) => expectSpoken(table, 'en')

describe('English, read aloud', () => {
  it('reads numbers and fractions', async () => {
    await expectTable({
      '21 of 1,500 people': 'twenty-one of one thousand five hundred people',
      '1,000,001': 'one million and one',
      '3.14 and -5': 'three point one four and minus five',
      '5–7 minutes': 'five to seven minutes',
      '1/2, 7/10 and 24/7': 'one half, seven out of ten and twenty-four seven',
    })
  })

  it('reads three numbers and more in a row one by one, and two as a range', async () => {
    await expectTable({
      '4-7-8 breathing for 5-10 minutes': 'four seven eight breathing for five to ten minutes',
      '5–4–3–2–1 and v2.0.1': 'five four three two one and v two point zero point one',
      '192.168.0.1':
        'one hundred and ninety-two point one hundred and sixty-eight point zero point one',
      '1.000.000 and 3:1': 'one million and three to one',
    })
  })

  it('reads numbers that letters or signs touch', async () => {
    await expectTable({
      'H2O, CO2 and B12': 'H two O, CO two and B twelve',
      'COVID-19 and GPT-4': 'COVID-nineteen and GPT-four',
      '2x a day, 3 × 5 and 3k': 'two times a day, three times five and three thousand',
      '.5, <5 and x > 5': 'point five, less than five and x more than five',
      '5 m² ±2': 'five meters squared plus or minus two',
      'I am 5\'10"': 'I am five foot ten',
    })
  })

  it('reads halves, thirds and quarters with what they are of', async () => {
    await expectTable({
      '2 1/2 hours and 2½ hrs': 'two and a half hours and two and a half hours',
      '1/2 kg, ¾ cup and 5/8': 'one half kilogram, three quarters cup and five out of eight',
    })
  })

  it('reads percents, money and units', async () => {
    await expectTable({
      '25% of $5.50': 'twenty-five percent of five dollars and fifty cents',
      '$1, €10 and 5 £': 'one dollar, ten euros and five pounds',
      '$5 million, $3k and $5bn':
        'five million dollars, three thousand dollars and five billion dollars',
      '15 min., 2 tbsp. oil': 'fifteen minutes, two tablespoons oil',
      '5 km, 1 kg, 2.5 hrs': 'five kilometers, one kilogram, two point five hours',
      '72 °F': 'seventy-two degrees Fahrenheit',
    })
  })

  it('reads dates, years and times', async () => {
    await expectTable({
      '11/21/2026 and 21.11.2026':
        'November twenty-first, twenty twenty-six and November twenty-first, twenty twenty-six',
      'Nov. 3, 2005 and 2 May': 'November third, two thousand and five and second of May',
      'in 1999 and 1905': 'in nineteen ninety-nine and nineteen oh five',
      'the 1990s and 80s': 'the nineteen nineties and eighties',
      'at 18:30, 9:05 am, 6 p.m. and 9:00':
        "at eighteen thirty, nine oh five a m, six p m and nine o'clock",
      'the 3rd and 21st': 'the third and twenty-first',
      'May 5–7, 2026 and 1st or 2nd May':
        'May fifth to seventh, twenty twenty-six and first or second of May',
      'on May 5 and 6 people': 'on May fifth and six people',
    })
  })

  it('reads Roman numbers behind a name or a part of a text', async () => {
    await expectTable({
      'World War II and Henry VIII': 'World War two and Henry the eighth',
      'Chapter IV, type II and act III': 'Chapter four, type two and act three',
      'an IV drip, I XXL': 'an IV drip, I XXL',
    })
  })

  it('reads telephone numbers digit by digit', async () => {
    await expectTable({
      988: 'nine eight eight',
      '(555) 123-4567': 'five five five, one two three, four five six seven',
      '1-800-273-8255': 'one, eight zero zero, two seven three, eight two five five',
    })
  })

  it('reads signs, abbreviations and addresses as words', async () => {
    await expectTable({
      'e.g. Dr. Smith vs. Mr. Jones': 'for example Doctor Smith versus Mister Jones',
      '#5 & more and/or less': 'number five and more and or less',
      'Bob, a.k.a. Rob, pp. 3-5': 'Bob, also known as Rob, pages three to five',
      'https://example.com/x and a.b@c.org': 'example dot com and a dot b at c dot org',
      'example.com/path, Node.js and www.example.org':
        'example dot com, Node dot js and example dot org',
    })
  })

  it('is what Latin letters are read as', () => {
    expect(languageOf('Hello, мир', 'ru')).to.equal('ru')
    expect(languageOf('Hello there', 'ru')).to.equal('en')
    expect(languageOf('Откройте Visual Studio', 'en')).to.equal('ru')
    expect(languageOf('123', 'ru')).to.equal('ru')
  })

  it('is not what names and abbreviations among Russian are read as', () => {
    expect(languageOf('Ваш IQ 120, GPT-4, COVID-19,', 'ru')).to.equal('ru')
    expect(languageOf('iPhone 15, Windows 11.', 'ru')).to.equal('ru')
    expect(languageOf('We go on.', 'ru')).to.equal('en')
  })
})
