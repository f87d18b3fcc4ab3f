import type { Viseme } from './visemes.ts'

/** A stretch of a mouth's movement, estimated from spelling. */
export type SpelledViseme = {
  readonly viseme: Viseme
  /** Where in the text the letters begin. */
  readonly at: number
  /** How long it lasts beside the others: 1 is a consonant, 5 the pause after a sentence. */
  readonly weight: number
}

const vowels: readonly Viseme[] = ['aa', 'E', 'I', 'O', 'U']

const pauses: Record<string, number> = { ',': 2.5, ';': 3, ':': 3, '—': 3, '–': 3 }
for (const mark of '.!?…') pauses[mark] = 5

/** Russian is written nearly as it sounds: a letter, a shape. Signs and й have none of their own. */
const russian: Record<string, string> = {
  ...{ п: 'PP', б: 'PP', м: 'PP', в: 'FF', ф: 'FF', т: 'DD', д: 'DD', к: 'kk', г: 'kk', х: 'kk' },
  ...{ ч: 'CH', ш: 'CH', щ: 'CH', ж: 'CH', с: 'SS', з: 'SS', ц: 'SS', н: 'nn', л: 'nn', р: 'RR' },
  ...{ а: 'aa', я: 'I aa', э: 'E', е: 'E', и: 'I', ы: 'I', й: 'I', о: 'O', ё: 'I O', у: 'U' },
  ...{ ю: 'I U', ъ: '', ь: '', і: 'I' },
}

/**
 * English is not: the longest spelling that fits is taken, so `^` (start of a word) and `$` (its
 * end) come before the plain letters.
 */
const english: readonly (readonly [pattern: RegExp, shapes: string])[] = (
  [
    ['tion|sion', 'CH E nn'],
    ['igh', 'aa I'],
    ['tch|ch|sh|j', 'CH'],
    ['dg(?=e)', 'CH'],
    ['ough', 'O'],
    ['th', 'TH'],
    ['ph', 'FF'],
    ['^(?:kn|gn)', 'nn'],
    ['^wr', 'RR'],
    ['^wh(?=o)', ''],
    ['wh?', 'U'],
    ['qu', 'kk U'],
    ['ng', 'nn kk'],
    ['ck|cc(?![eiy])', 'kk'],
    ['x', 'kk SS'],
    ['c(?=[eiy])', 'SS'],
    ['ee|ea|ie(?!$)|ei|^y|y$', 'I'],
    ['oo|ew|ue', 'U'],
    ['ou|ow(?!$)', 'aa U'],
    ['ow$|oa|oe', 'O'],
    ['ai|ay|ey', 'E I'],
    ['oi|oy', 'O I'],
    ['au|aw', 'O'],
    ['[eiu]r', 'E RR'],
    ['(?<=[aeiouy][a-z]{1,3})e(?=$|s$|d$)', ''],
    ['i(?=[^aeiouy]e$)', 'aa I'],
    ['a(?=[^aeiouy]e$)', 'E I'],
    ['([bpm])\\1?', 'PP'],
    ['ff?|v', 'FF'],
    ['tt?|dd?', 'DD'],
    ['[ckgq]|gg', 'kk'],
    ['ss?|zz?', 'SS'],
    ['nn?|ll?', 'nn'],
    ['rr?', 'RR'],
    ['a|u(?=[^aeiou])', 'aa'],
    ['e', 'E'],
    ['i|y', 'I'],
    ['o', 'O'],
    ['u', 'U'],
    ["h|['’]", ''],
  ] as const
).map(([pattern, shapes]) => [
  new RegExp(pattern.replaceAll(/(?<!\[)\^/gu, '(?<![a-z])').replaceAll('$', '(?![a-z])'), 'uy'),
  shapes,
])

function take(text: string, at: number): [length: number, shapes: string] {
  const letter = text[at] ?? ''
  const own = russian[letter]
  if (own !== undefined) return [text[at + 1] === letter ? 2 : 1, own]
  for (const [pattern, shapes] of english) {
    pattern.lastIndex = at
    const length = pattern.exec(text)?.[0].length
    if (length) return [length, shapes]
  }
  return [1, pauses[letter] ? 'sil' : '']
}

/**
 * How a mouth moves through a text, for voices that do not say what they sound: by spelling,
 * Russian or English letter by letter. Numbers and signs should have been written out as words.
 */
export function visemesOfText(text: string): SpelledViseme[] {
  const lower = text.toLowerCase()
  const found: SpelledViseme[] = []
  for (let at = 0; at < lower.length;) {
    const [length, shapes] = take(lower, at)
    for (const viseme of shapes.split(' ').filter(Boolean) as Viseme[]) {
      const isVowel = vowels.includes(viseme)
      const weight = viseme === 'sil' ? (pauses[lower[at] ?? ''] ?? 1) : isVowel ? 1.6 : 1
      const isAgain = found.at(-1)?.viseme === viseme && !isVowel
      if (!isAgain) found.push({ viseme, at, weight })
    }
    at += length
  }
  return found
}
