import { type Case, declined, declinedNoun, type Forms } from './cases.ts'

export type Gender = 'masculine' | 'feminine' | 'neuter'

const units = (
  'ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать ' +
  'тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать'
).split(' ')
const tens =
  '- - двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто'.split(' ')
const hundreds = '- сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот'.split(
  ' ',
)
const unitsOfTwo = { masculine: 'два', feminine: 'две', neuter: 'два' }
const unitsOfOne = { masculine: 'один', feminine: 'одна', neuter: 'одно' }

const scales: readonly (readonly [value: number, gender: Gender, forms: Forms])[] = [
  [1e12, 'masculine', ['триллион', 'триллиона', 'триллионов']],
  [1e9, 'masculine', ['миллиард', 'миллиарда', 'миллиардов']],
  [1e6, 'masculine', ['миллион', 'миллиона', 'миллионов']],
  [1000, 'feminine', ['тысяча', 'тысячи', 'тысяч']],
]

const counting = new Intl.PluralRules('ru')

/** The form of a noun that goes with a whole number. */
export function plural(number: number, forms: Forms, inCase: Case = 'nominative'): string {
  const [one, few, many] = forms
  const counted = counting.select(number)
  if (inCase === 'nominative') return counted === 'one' ? one : counted === 'few' ? few : many
  // The genitive has the same forms: «до одного часа, до двух часов».
  if (inCase === 'genitive') return counted === 'one' ? few : many
  return declinedNoun(forms, counted === 'one', inCase)
}

/** A whole number from 0 below 10¹⁵ in words. */
export function cardinal(
  number: number,
  gender: Gender = 'masculine',
  inCase: Case = 'nominative',
): string {
  if (number === 0) return declined('ноль', inCase)
  const words: string[] = []
  let rest = number
  for (const [value, scaleGender, forms] of scales) {
    const count = Math.floor(rest / value)
    rest %= value
    // «Тысяча пятьсот»: one thousand in front is not counted.
    const isPlainThousand = value === 1000 && count === 1 && words.length === 0
    if (!isPlainThousand) words.push(...belowThousand(count, scaleGender))
    if (count > 0) words.push(plural(count, forms))
  }
  return [...words, ...belowThousand(rest, gender)].map((word) => declined(word, inCase)).join(' ')
}

function belowThousand(number: number, gender: Gender): string[] {
  const words: string[] = []
  if (number >= 100) words.push(hundreds[Math.floor(number / 100)] ?? '')
  let rest = number % 100
  if (rest >= 20) {
    words.push(tens[Math.floor(rest / 10)] ?? '')
    rest %= 10
  }
  if (rest === 1) words.push(unitsOfOne[gender])
  else if (rest === 2) words.push(unitsOfTwo[gender])
  else if (rest > 0) words.push(units[rest] ?? '')
  return words
}

const ordinalUnits = (
  '- перв втор трет четвёрт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат ' +
  'четырнадцат пятнадцат шестнадцат семнадцат восемнадцат девятнадцат'
).split(' ')
const ordinalTens =
  '- - двадцат тридцат сороков пятидесят шестидесят семидесят восьмидесят девяност'.split(' ')
const ordinalHundreds =
  '- сот двухсот трёхсот четырёхсот пятисот шестисот семисот восьмисот девятисот'.split(' ')
/** Their nominative is -ой. */
const stressedEnding = /^(?:втор|шест|седьм|восьм|сороков)$/u
const genitivePrefixes = '- - двух трёх четырёх пяти шести семи восьми девяти десяти'.split(' ')

/** What an ordinal ends in: `ый` первый, `ая` первая, and so on, hard. */
export type OrdinalEnding =
  'ый' | 'ая' | 'ое' | 'ого' | 'ому' | 'ом' | 'ым' | 'ую' | 'ой' | 'ые' | 'ых'

/** After a soft stem: третий, третья, третьего. */
const softEndings: Record<OrdinalEnding, string> = {
  ...{ ый: 'ий', ая: 'ья', ое: 'ье', ого: 'ьего', ому: 'ьему', ом: 'ьем', ую: 'ью' },
  ...{ ой: 'ьей', ым: 'ьим', ые: 'ьи', ых: 'ьих' },
}

/** «Две тысячи двадцать шестого», for a whole number from 1 below 11 000; null for others. */
export function ordinal(number: number, ending: OrdinalEnding): string | null {
  const { last, stem } = lastOrdinal(number)
  if (stem === undefined || stem === '-') return null
  const before = number - last
  const end =
    stem === 'трет'
      ? softEndings[ending]
      : ending === 'ый' && stressedEnding.test(stem)
        ? 'ой'
        : ending
  return `${before > 0 ? `${cardinal(before)} ` : ''}${stem}${end}`
}

/** The part of a number that is declined, and its stem. */
function lastOrdinal(number: number): { last: number; stem?: string | undefined } {
  const unit = number % 100 < 20 ? number % 100 : number % 10
  if (unit > 0) return { last: unit, stem: ordinalUnits[unit] }
  if (number % 100 > 0) return { last: number % 100, stem: ordinalTens[(number % 100) / 10] }
  if (number % 1000 > 0)
    return { last: number % 1000, stem: ordinalHundreds[(number % 1000) / 100] }
  const thousands = number / 1000
  const prefix = thousands === 1 ? '' : genitivePrefixes[thousands]
  return { last: number, stem: prefix === undefined ? undefined : `${prefix}тысячн` }
}

const fractionStems = ['десят', 'сот', 'тысячн']
const shareEndings = {
  ...{ nominative: 'ых', genitive: 'ых', dative: 'ым', instrumental: 'ыми', prepositional: 'ых' },
}

/** «Целая», «десятых»: an adjective that goes with the number of its shares. */
function share(number: number, stem: string, inCase: Case): string {
  const isOne = number % 10 === 1 && number % 100 !== 11
  if (!isOne) return stem + shareEndings[inCase]
  return stem + (inCase === 'nominative' ? 'ая' : 'ой')
}

/** «Три целых четырнадцать сотых»; digit by digit when the fraction is long. */
export function decimal(whole: number, fraction: string, inCase: Case = 'nominative'): string {
  const stem = fractionStems[fraction.length - 1]
  if (!stem) return `${cardinal(whole)} запятая ${digits(fraction)}`
  const parts = Number(fraction)
  return (
    `${cardinal(whole, 'feminine', inCase)} ${share(whole, 'цел', inCase)} ` +
    `${cardinal(parts, 'feminine', inCase)} ${share(parts, stem, inCase)}`
  )
}

export function digits(number: string): string {
  return [...number].map((digit) => units[Number(digit)] ?? '').join(' ')
}
