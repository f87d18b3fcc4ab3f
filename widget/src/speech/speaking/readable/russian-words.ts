import { blank, type Rule, sharedRules } from './rules.ts'

/** What is no word. */
export const russianShared = sharedRules({
  codeBlock: 'Код на экране',
  dot: 'точка',
  at: 'собака',
})

const abbreviations: readonly (readonly [pattern: string, words: string])[] = [
  [`т\\.${blank}?е\\.`, 'то есть'],
  [`т\\.${blank}?к\\.`, 'так как'],
  [`т\\.${blank}?н\\.`, 'так называемый'],
  [`и${blank}т\\.${blank}?д\\.`, 'и так далее'],
  [`и${blank}т\\.${blank}?п\\.`, 'и тому подобное'],
  [`и${blank}др\\.`, 'и другие'],
  [`и${blank}пр\\.`, 'и прочее'],
  [`до${blank}н\\.${blank}?э\\.`, 'до нашей эры'],
  [`н\\.${blank}?э\\.`, 'нашей эры'],
  ['напр\\.', 'например'],
  ['см\\.', 'смотри'],
  ['ср\\.', 'сравни'],
  ['им\\.', 'имени'],
  ['ул\\.', 'улица'],
  ['просп\\.', 'проспект'],
  ['пр-т', 'проспект'],
  ['пл\\.', 'площадь'],
  ['обл\\.', 'область'],
  ['стр\\.', 'страница'],
  ['рис\\.', 'рисунок'],
  ['табл\\.', 'таблица'],
  ['гл\\.', 'глава'],
  ['проф\\.', 'профессор'],
  ['акад\\.', 'академик'],
  ['тел\\.', 'телефон'],
  ['св\\.', 'святой'],
  ['г\\.(?=\\s*\\p{Lu})', 'город'],
  ['п\\.(?=\\s*\\d)', 'пункт'],
  ['ст\\.(?=\\s*\\d)', 'статья'],
  ['д\\.(?=\\s*\\d)', 'дом'],
  ['кв\\.(?=\\s*\\d)', 'квартира'],
]

/** In lower case, or with the capital that a sentence begins with. */
export const russianAbbreviations: readonly Rule[] = abbreviations.map(([pattern, words]) => {
  const [first = ''] = pattern
  const source = `[${first}${first.toUpperCase()}]${pattern.slice(1)}`
  return [new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})`, 'gu'), () => words]
})

const signs: Readonly<Record<string, string>> = {
  ...{ '№': ' номер ', '&': ' и ', '+': ' плюс ', '=': ' равно ', '×': ' умножить на ' },
  ...{ '÷': ' разделить на ', '≈': ' примерно ', '~': ' примерно ', '≥': ' не меньше ' },
  ...{ '≤': ' не больше ', '§': ' параграф ', '%': ' процент ', '°': ' градус ', '@': ' собака ' },
  ...{ '₽': ' рубль ', $: ' доллар ', '€': ' евро ', '£': ' фунт ', '→': ', ', '|': ', ' },
}

export const russianSigns: readonly Rule[] = [
  [/(?<=\p{L})\/(?=\p{L})/gu, () => ', '],
  [/[№&+=×÷≈~≥≤§%°@₽$€£→|]/gu, ([sign]) => signs[sign] ?? null],
  [/[*_^#<>{}[\]\\/•«»"“”„]/gu, () => ' '],
]

/** For texts without numbers. */
export const russianWords: readonly Rule[] = [
  ...russianShared,
  ...russianAbbreviations,
  ...russianSigns,
]
