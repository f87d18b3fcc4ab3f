/**
 * Words that end in a full stop and are followed by what they belong to, so that no sentence ends
 * there: titles, places, references. Russian and English together, as texts mix them.
 */
const leading = new Set(
  (
    'ул им просп пр-т пл пер обл стр рис табл гл ст см ср тов гр проф акад доц св оз напр ' +
    'англ лат греч тел доб кв корп пп ред сост изд сокр т.е т.к т.н dr mr mrs ms prof st mt ' +
    'fig vs т.о наз cf approx e.g i.e a.k.a gen sen rep vol ch viz ph'
  ).split(' '),
)

/** These belong to a number behind them: `п. 3`, `No. 5`, `18 ч. 30 мин`, `Jan. 5`. */
const leadingNumbers = new Set(
  (
    'п с д ч мин руб р т г no nos p pp ext sec № min hr art ок тыс млн млрд янв февр ' +
    'апр авг сент окт нояб дек jan feb mar apr jun jul aug sep sept oct nov dec'
  ).split(' '),
)

/** What stands before a full stop, with an abbreviation's own stops and blanks inside. */
const lastWord = /(?:^|[^\p{L}\p{N}.])((?:\p{L}\.[ \u00A0]|(?:\p{L}\.){1,2})?[\p{L}-]+|№)$/u
const initial = /(?:^|[^\p{L}\p{N}])\p{Lu}$/u
const onlyNumber = /(?:^|\s)\d+$/u
const yearBefore = /\d[ \u00A0]?гг?$/u

/**
 * Whether a full stop behind `before` belongs to an abbreviation, an initial or a number, and the
 * sentence goes on with a letter in upper case or a digit. (A letter in lower case always goes on.)
 */
export function isAbbreviation(before: string, after: string): boolean {
  const word = lastWord.exec(before)?.[1]?.replace(/\s/u, '').toLowerCase() ?? ''
  const isBeforeNumber = /\p{N}/u.test(after)
  if (isBeforeNumber && (leadingNumbers.has(word) || onlyNumber.test(before))) return true
  if (leading.has(word)) return true
  // «г. Москва», but not «в 2026 г. Москва»; «д. 5» stands above.
  if (word === 'г') return !yearBefore.test(before)
  // Я and I are words.
  return initial.test(before) && !/[ЯI]$/u.test(before)
}
