import { blank, type Rule, sharedRules } from '../rules.ts'

/** What is no word. */
export const englishShared = sharedRules({
  codeBlock: 'The code is on the screen',
  dot: 'dot',
  at: 'at',
})

const abbreviations: readonly (readonly [pattern: string, words: string])[] = [
  [`e\\.${blank}?g\\.`, 'for example'],
  [`i\\.${blank}?e\\.`, 'that is'],
  [`a\\.${blank}?k\\.${blank}?a\\.`, 'also known as'],
  ['etc\\.', 'et cetera'],
  ['vs\\.?(?!\\p{L})', 'versus'],
  ['Dr\\.', 'Doctor'],
  ['Mr\\.', 'Mister'],
  ['Mrs\\.', 'Missus'],
  ['Prof\\.', 'Professor'],
  ['St\\.(?=\\s*\\p{Lu})', 'Saint'],
  ['No\\.(?=\\s*\\d)', 'number'],
  ['p\\.(?=\\s*\\d)', 'page'],
  ['pp\\.(?=\\s*\\d)', 'pages'],
  ['approx\\.', 'approximately'],
  ['Fig\\.', 'figure'],
]

export const englishAbbreviations: readonly Rule[] = abbreviations.map(([pattern, words]) => [
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})`, 'gu'),
  () => words,
])

const signs: Readonly<Record<string, string>> = {
  ...{ '№': ' number ', '&': ' and ', '+': ' plus ', '=': ' equals ', '×': ' times ' },
  ...{ '÷': ' divided by ', '≈': ' about ', '~': ' about ', '≥': ' at least ', '≤': ' at most ' },
  ...{ '§': ' section ', '%': ' percent ', '°': ' degrees ', '@': ' at ', '→': ', ', '|': ', ' },
  ...{ '±': ' plus or minus ', '²': ' squared ', '³': ' cubed ' },
  ...{ $: ' dollar ', '€': ' euro ', '£': ' pound ', '₽': ' ruble ' },
}

export const englishSigns: readonly Rule[] = [
  [/\band\/or\b/giu, () => 'and or'],
  [/(?<=\p{L})\/(?=\p{L})/gu, () => ' or '],
  [/[№&+=×÷≈~≥≤§%°@→|±²³$€£₽]/gu, ([sign]) => signs[sign] ?? null],
  [/[*_^#<>{}[\]\\/•«»"“”„]/gu, () => ' '],
]

/** For texts without numbers. */
export const englishWords: readonly Rule[] = [
  ...englishShared,
  ...englishAbbreviations,
  ...englishSigns,
]
