import { expect } from 'chai'
import { TracedText } from '../traced-text.ts'
import { readable } from './readable.ts'

const read = async (text: string) =>
  (await readable(TracedText.of(`${text}.`), { language: 'ru' })).text

async function expectTable(table: Record<string, string>): Promise<void> {
  for (const [written, spoken] of Object.entries(table)) {
    expect(await read(written), written).to.equal(`${spoken}.`)
  }
}

describe('Russian, read aloud', () => {
  it('counts with the right gender and number', async () => {
    await expectTable({
      '1 минута, 2 минуты, 5 минут': 'одна минута, две минуты, пять минут',
      '1 день, 2 дня, 21 неделя': 'один день, два дня, двадцать одна неделя',
      '1 важное дело и 2 важные вещи': 'одно важное дело и две важные вещи',
      '1 ночь и 2 или 3': 'одна ночь и два или три',
      '11 минут и 12 минут': 'одиннадцать минут и двенадцать минут',
      '1500 и 2345678':
        'тысяча пятьсот и два миллиона триста сорок пять тысяч шестьсот семьдесят восемь',
      '1 000 000 и 21 000': 'один миллион и двадцать одна тысяча',
      '0 и 007': 'ноль и ноль ноль семь',
      '5-7 минут': 'пять-семь минут',
      '-5 и COVID-19': 'минус пять и COVID-девятнадцать',
    })
  })

  it('reads fractions', async () => {
    await expectTable({
      '3,14 и 0.5': 'три целых четырнадцать сотых и ноль целых пять десятых',
      '21,1': 'двадцать одна целая одна десятая',
      '3,14159': 'три запятая один четыре один пять девять',
      '1/2, 3/4 и 7/10': 'одна вторая, три четверти и семь из десяти',
      '24/7': 'двадцать четыре на семь',
    })
  })

  it('reads percents, money and units', async () => {
    await expectTable({
      '1%, 2 %, 25%': 'один процент, два процента, двадцать пять процентов',
      '2,5% и 5–7%': 'две целых пять десятых процента и пять-семь процентов',
      '1500 ₽ и 1 500 руб': 'тысяча пятьсот рублей и тысяча пятьсот рублей',
      '$1, €3 и 21 $': 'один доллар, три евро и двадцать один доллар',
      '10,50 ₽': 'десять рублей пятьдесят копеек',
      '$5 млн и 2,5 млн руб': 'пять миллионов долларов и две целых пять десятых миллиона рублей',
      '2 тыс. человек': 'две тысячи человек',
      '5 км/ч, 70 кг, 2 мин, 36,6 °C':
        'пять километров в час, семьдесят килограммов, две минуты, ' +
        'тридцать шесть целых шесть десятых градуса',
      '100 г и 1 л': 'сто граммов и один литр',
    })
  })

  it('reads dates, years and times', async () => {
    await expectTable({
      '21.11.2026': 'двадцать первого ноября две тысячи двадцать шестого года',
      '2026-11-03': 'третьего ноября две тысячи двадцать шестого года',
      'сегодня 21 ноября': 'сегодня двадцать первое ноября',
      '1 января 2000 года': 'первого января двухтысячного года',
      'в 1999 году, 2026 год':
        'в тысяча девятьсот девяносто девятом году, две тысячи двадцать шестой год',
      '2020–2025 гг': 'две тысячи двадцатый – две тысячи двадцать пятый годы',
      'XX век, в XIX веке': 'двадцатый век, в девятнадцатом веке',
      'в 18:30, 9:05, 18:00 и 1:00':
        'в восемнадцать тридцать, девять ноль пять, восемнадцать часов и один час',
    })
  })

  it('reads ordinals', async () => {
    await expectTable({
      '1-й, 2-я, 3-е, 5-го, 40-м': 'первый, вторая, третье, пятого, сороковом',
      '7-й и 6-я': 'седьмой и шестая',
      'в 90-е и 1990-х': 'в девяностые и тысяча девятьсот девяностых',
      '3-летний и 25-минутный': 'трёхлетний и двадцатипятиминутный',
      '1-комнатная, 100-летие': 'однокомнатная, столетие',
    })
    const item = await readable(TracedText.of('2) Подышите.'), { language: 'ru' })
    expect(item.text).to.equal('второе, Подышите.')
  })

  it('reads telephone numbers in groups', async () => {
    await expectTable({
      '8-800-2000-122': 'восемь, восемьсот, две тысячи, сто двадцать два',
      '+7 (495) 123-45-07':
        'плюс семь, четыреста девяносто пять, сто двадцать три, сорок пять, ноль семь',
      '+79161234567':
        'плюс семь, девятьсот шестнадцать, сто двадцать три, сорок пять, шестьдесят семь',
      112: 'сто двенадцать',
    })
  })

  it('reads signs, abbreviations and addresses as words', async () => {
    await expectTable({
      '№ 5 & 6 + 7 = 13': 'номер пять и шесть плюс семь равно тринадцать',
      'и т. д., т. е. так': 'и так далее, то есть так',
      'см. рис. 5, ул. им. Ленина, г. Москва':
        'смотри рисунок пять, улица имени Ленина, город Москва',
      'и/или': 'и, или',
      'на https://www.example.com/a?b=c': 'на example точка com',
      'на anna@example.com': 'на anna собака example точка com',
    })
  })

  it('leaves out emoji and says nothing of what has no words', async () => {
    await expectTable({ 'Дышите 🧘‍♀️ глубже 👍🏽': 'Дышите глубже' })
    const nothing = await readable(TracedText.of('😊 — *'), { language: 'ru' })
    expect(nothing.text).to.equal('')
  })

  it('keeps hold of where each word stands', async () => {
    const text = 'Ещё 25% к 18:30, т. е. скоро'
    const spoken = await readable(TracedText.of(text, 100), { language: 'ru', isLast: true })
    const at = (word: string) => {
      const start = spoken.text.indexOf(word)
      const original = spoken.original({ start, end: start + word.length })
      return text.slice(original.start - 100, original.end - 100)
    }
    expect(spoken.text.endsWith('скоро.')).to.equal(true)
    expect(['Ещё', 'пять', 'процентов', 'тридцать', 'есть', 'скоро'].map(at)).to.eql([
      ...['Ещё', '25%', '25%', '18:30', 'т. е.', 'скоро'],
    ])
  })

  it('breathes at the end of a piece that has no mark', async () => {
    const end = async (text: string, isLast = false) =>
      (await readable(TracedText.of(text), { language: 'ru', isLast })).text.at(-1)
    const ends = [end('а вот'), end('а вот\n'), end('а вот', true), end('а вот:')]
    expect(await Promise.all(ends)).to.eql([',', '.', '.', ':'])
  })
})
