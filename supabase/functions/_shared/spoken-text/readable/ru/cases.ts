/** One, few and many: `['минута', 'минуты', 'минут']`. */
export type Forms = readonly [one: string, few: string, many: string]

export type Case = 'nominative' | 'genitive' | 'dative' | 'instrumental' | 'prepositional'

const cases: readonly Case[] = ['genitive', 'dative', 'instrumental', 'prepositional']

/** Of each, in the order of the cases. */
const one = 'одного одному одним одном'
const two = 'двух двум двумя двух'
const irregular: Readonly<Record<string, string>> = {
  ...{ один: one, одно: one, одна: 'одной одной одной одной', два: two, две: two },
  ...{ три: 'трёх трём тремя трёх', четыре: 'четырёх четырём четырьмя четырёх' },
  ...{ восемь: 'восьми восьми восемью восьми', ноль: 'ноля нолю нолём ноле' },
  ...{ сорок: 'сорока сорока сорока сорока', девяносто: 'девяноста девяноста девяноста девяноста' },
  ...{ сто: 'ста ста ста ста', тысяча: 'тысячи тысяче тысячей тысяче' },
}

/** A word of a number, given in the nominative, in a case. */
export function declined(word: string, inCase: Case): string {
  if (inCase === 'nominative') return word
  const at = cases.indexOf(inCase)
  const known = irregular[word]?.split(' ')[at]
  if (known) return known
  const [, tens] = /^(.+)десят$/u.exec(word) ?? []
  if (tens) return declined(tens, inCase) + declined('десять', inCase)
  const [, hundreds] = /^(.+)(?:сти|ста|сот)$/u.exec(word) ?? []
  if (hundreds) return declined(hundreds, inCase) + ['сот', 'стам', 'стами', 'стах'][at]
  if (word.endsWith('ь')) return word.replace(/ь$/u, inCase === 'instrumental' ? 'ью' : 'и')
  const [, scale = '', ending = ''] = /^(тысяч|милли(?:он|ард)|триллион)(.*)$/u.exec(word) ?? []
  if (scale === '') return word
  const isMany = scale === 'тысяч' || ending !== ''
  const many = scale === 'тысяч' ? '' : 'ов'
  return scale + ((isMany ? [many, 'ам', 'ами', 'ах'] : ['а', 'у', 'ом', 'е'])[at] ?? '')
}

/** A noun in another case than the nominative and the genitive; of two words, their genitive. */
export function declinedNoun([first, genitive, many]: Forms, isOne: boolean, inCase: Case): string {
  if (/ |о$/u.test(first)) return many
  const stem = genitive.slice(0, -1)
  const isSoft = /[яь]$/u.test(first)
  const at = cases.indexOf(inCase)
  if (!isOne) return stem + ((isSoft ? ['', 'ям', 'ями', 'ях'] : ['', 'ам', 'ами', 'ах'])[at] ?? '')
  const feminine = [first.endsWith('ия') ? 'и' : 'е', isSoft ? 'ей' : 'ой']
  const masculine = isSoft ? ['ю', 'ем'] : ['у', 'ом']
  const [dative = '', instrumental = ''] = /[ая]$/u.test(first) ? feminine : masculine
  if (inCase === 'instrumental') return stem + instrumental
  return stem + (inCase === 'prepositional' && dative !== 'и' ? 'е' : dative)
}

const governors: readonly (readonly [words: RegExp, inCase: Case])[] = [
  [
    /^(?:до|от|из|около|после|без|у|для|с|со|кроме|среди|против|порядка|течение|протяжении|возрасте|(?:бол|мен)ее|больше|меньше|свыше|выше|ниже|старше|младше|дольше|раньше|позже|чаще|реже)$/u,
    'genitive',
  ],
  [/^(?:к|ко|благодаря)$/u, 'dative'],
  [/^(?:между|перед|над|под)$/u, 'instrumental'],
  [/^(?:о|об|при)$/u, 'prepositional'],
]

/** The last word before a number, also before the first of two: «между 5 и 7». */
const wordBefore = /(?<!\p{L})(\p{L}+)\s+(?:\d[\d.,]*\s+(?:и|или)\s+)?$/u

/** The words next to a match, which govern it; a few are enough. */
export function beforeMatch({ input, index }: RegExpExecArray): string {
  return input.slice(Math.max(0, index - 40), index)
}

/**
 * The case of a number: the ending of the noun behind it tells, and where that is the same for
 * several cases, the preposition before it.
 *
 * @param noun - What is counted, in lower case; it may be an adjective before it, or empty.
 */
export function caseOf(match: RegExpExecArray, noun = ''): Case {
  const governor = wordBefore.exec(beforeMatch(match))?.[1]?.toLowerCase() ?? ''
  if (/\p{L}{2}(?:[аья]|[иы])ми$/u.test(noun)) return 'instrumental'
  if (/^с[оь]?$/u.test(governor) && /[оеё][мй]$/u.test(noun)) return 'instrumental'
  if (/\p{L}{3}[ая]х$/u.test(noun)) return 'prepositional'
  if (/\p{L}{3}[ая]м$/u.test(noun) && !noun.endsWith('реклам')) return 'dative'
  // «В 9 из 10 случаев».
  if (noun === 'из' && /^во?$/u.test(governor)) return 'prepositional'
  return governors.filter(([words]) => words.test(governor))[0]?.[1] ?? 'nominative'
}
