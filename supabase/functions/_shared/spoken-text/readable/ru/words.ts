import { blank, type Rule, sharedRules } from '../rules.ts'

/** What is no word. */
export const russianShared = sharedRules({
  codeBlock: 'Код на экране',
  dot: 'точка',
  at: 'собака',
})

export type Abbreviation = readonly [pattern: string, words: string]

/** In lower case, or with the capital that a sentence begins with. */
export function opened([pattern, words]: Abbreviation): Rule {
  const [first = ''] = pattern
  const source = `[${first}${first.toUpperCase()}]${pattern.slice(1)}`
  return [new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})`, 'gu'), () => words]
}

const abbreviations: readonly Abbreviation[] = [
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
  [`см\\.(?<!\\d${blank}?см\\.)`, 'смотри'],
  [`т\\.${blank}?о\\.`, 'таким образом'],
  [`так${blank}наз\\.`, 'так называемый'],
  ['ср\\.', 'сравни'],
  ['им\\.', 'имени'],
  ['ул\\.', 'улица'],
  ['просп\\.', 'проспект'],
  ['пр-т', 'проспект'],
  ['г-н', 'господин'],
  ['г-ж', 'госпож'],
  ['д-р', 'доктор'],
  ['м-р', 'мистер'],
  ['пл\\.', 'площадь'],
  ['обл\\.', 'область'],
  ['проф\\.', 'профессор'],
  ['акад\\.', 'академик'],
  ['св\\.', 'святой'],
  ['г\\.(?=\\s*\\p{Lu})', 'город'],
]

export const russianAbbreviations: readonly Rule[] = abbreviations.map(opened)

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
