import { ofRoman } from '../number-rules.ts'
import { beforeMatch } from './cases.ts'
import { cardinal, ordinal, type OrdinalEnding, plural } from './numbers.ts'
import { blank, type Rule } from '../rules.ts'

/** What is numbered, without its ending; the ordinal that goes with each of its endings. */
const numbered: readonly (readonly [stems: string, Readonly<Record<string, OrdinalEnding>>])[] = [
  [
    'квартал класс этаж курс период этап триместр семестр месяц раунд тип шаг урок ряд пункт вопрос',
    { '': 'ый', а: 'ого', у: 'ому', ом: 'ым', е: 'ом' },
  ],
  ['ден', { ь: 'ый' }],
  ['степен четверт част', { ь: 'ая', и: 'ой', ью: 'ой' }],
  ['стади категори сери недел', { я: 'ая', и: 'ой', е: 'ой', ю: 'ую', ей: 'ой' }],
  ['половин групп', { а: 'ая', ы: 'ой', е: 'ой', у: 'ую', ой: 'ой' }],
  ['мест', { о: 'ое', а: 'ого', у: 'ому', ом: 'ым', е: 'ом' }],
]

const nounEndings = new Map(
  numbered.flatMap(([stems, endings]) =>
    stems
      .split(' ')
      .flatMap((stem) =>
        Object.entries(endings).map(([ending, order]) => [stem + ending, order] as const),
      ),
  ),
)

const adjectiveEndings: readonly (readonly [ending: RegExp, order: OrdinalEnding])[] = [
  [/\p{L}{3}[ая]я$/u, 'ая'],
  [/\p{L}{3}ое$/u, 'ое'],
  [/\p{L}{3}[ыи]й$/u, 'ый'],
  [/\p{L}{3}[ое]го$/u, 'ого'],
  [/\p{L}{3}[ое]му$/u, 'ому'],
  [/\p{L}{3}[ую]ю$/u, 'ую'],
  [/\p{L}{3}[ое]й$/u, 'ой'],
]

/** A name in its cases: «Пётр I», «при Екатерине II». */
const nameEndings: typeof adjectiveEndings = [
  [/(?:ина|ета|нна|ия)$/u, 'ая'],
  [/[ая]$/u, 'ого'],
  [/[ую]$/u, 'ому'],
  [/[оеё]м$/u, 'ым'],
  [/(?:ин|ет|нн|и)е$|[ыи]$/u, 'ой'],
  [/е$/u, 'ом'],
  [/[бвгджзйклмнпрстфхцчшщь]$/u, 'ый'],
]

/** Which part of a text a number tells: «глава четыре». */
const part = /^(?:глав|част|том|раздел|тип|класс|стади|степен|этап|фаз|уров|групп)/iu

/** Begins a sentence with a capital, too. */
const preposition = /^(?:в|во|до|для|за|из|к|на|от|перед|по|после|при|с)$/iu

const endingIn = (endings: typeof adjectiveEndings, word: string) =>
  endings.filter(([ending]) => ending.test(word))[0]?.[1]

/** «Глава IV», «Пётр I», «II степени», «II мировая»; a letter that stands alone elsewhere is one. */
export const romanRule: Rule = [
  new RegExp(`(?<![\\p{L}\\p{N}])[IVX]+(?![\\p{L}\\p{N}])(?=(?:${blank}(\\p{Ll}+))?)`, 'gu'),
  (match) => {
    const [roman, after = ''] = match
    const number = ofRoman(roman)
    const before = /(?<!\p{L})([\p{Script=Cyrillic}]+)\s$/u.exec(beforeMatch(match))?.[1] ?? ''
    const isName = /^\p{Lu}/u.test(before) && !part.test(before) && !preposition.test(before)
    const ending =
      nounEndings.get(after) ||
      (isName && endingIn(nameEndings, before)) ||
      (!part.test(before) && endingIn(adjectiveEndings, after))
    if (ending) return ordinal(number, ending)
    return roman.length === 1 && before === '' ? null : cardinal(number)
  },
]

/**
 * «На втором этаже», «пятая неделя»: a number before a form of a noun that is not counted so. What
 * may be counted, like «2 этажа», «1 неделю» and «до 1 недели», is left.
 */
export const orderRule: Rule = [
  new RegExp(`(?<![\\p{L}\\p{N}.,:/–-])\\d{1,2}(?=${blank}(\\p{Ll}+))`, 'gu'),
  ([digits, noun = '']) => {
    const ending = nounEndings.get(noun)
    if (ending === undefined) return null
    const counted = plural(Number(digits), ['ый ая ое ую', 'ого', ''])
    const isFeminineGenitive = ending === 'ой' && /[иы]$/u.test(noun)
    const mayBeCounted = isFeminineGenitive ? counted !== '' : counted.includes(ending)
    return mayBeCounted ? null : ordinal(Number(digits), ending)
  },
]
