import { ofMe, ofYou, ofYouBoth } from './verbs.ts'

const possessiveEndings: readonly [mine: string, yours: string][] = [
  ['ой', ''],
  ['оя', 'а'],
  ['ое', 'е'],
  ['ои', 'и'],
  ['оего', 'его'],
  ['оей', 'ей'],
  ['оему', 'ему'],
  ['оим', 'им'],
  ['оими', 'ими'],
  ['оих', 'их'],
  ['оем', 'ем'],
  ['ою', 'у'],
]

const swaps = new Map<string, string>([
  ['я', 'вы'],
  ['меня', 'вас'],
  ['мне', 'вам'],
  ['мной', 'вами'],
  ['мною', 'вами'],
  ['мы', 'вы'],
  ['нас', 'вас'],
  ['нам', 'вам'],
  ['нами', 'вами'],
  ['ты', 'я'],
  ['вы', 'я'],
  ['тебя', 'меня'],
  ['вас', 'меня'],
  ['тебе', 'мне'],
  ['вам', 'мне'],
  ['тобой', 'мной'],
  ['вами', 'мной'],
  ...possessiveEndings.flatMap(([mine, yours]): [string, string][] => [
    [`м${mine}`, `ваш${yours}`],
    [`тв${mine}`, `м${mine}`],
    [`ваш${yours}`, `м${mine}`],
    [`наш${yours}`, `ваш${yours}`],
  ]),
])

/** Prepositions that «мне» and «мной» have drawn out and «вас», «вам» and «вами» do not. */
const drawnOut: Readonly<Record<string, string>> = {
  обо: 'о',
  ко: 'к',
  со: 'с',
  во: 'в',
  передо: 'перед',
  надо: 'над',
  подо: 'под',
}

/** After these, «мне» is in the prepositional case, which «вы» has as «вас»: «во мне» → «в вас». */
const takesPrepositional = new Set(['обо', 'во', 'на', 'при'])

/** Words that begin to speak of somebody or something else. */
const newSubject = new Set([
  'он',
  'она',
  'оно',
  'они',
  'кто',
  'что',
  'чтобы',
  'это',
  'если',
  'когда',
])

/** How many words behind a pronoun may still be said of it: «я так сильно устала». */
const reach = 3

/** Turns Russian words around to the other person: «моя работа» → «ваша работа». */
export function reflectRussian(words: string): string {
  let agree: ((word: string) => string) | undefined
  let distance = 0
  const tokens = words.split(/([^\p{L}-]+)/u)
  return tokens
    .map((token, index) => {
      const word = token.toLowerCase()
      if (!/\p{L}/u.test(word)) {
        if (/[,;:—]/u.test(word)) agree = undefined
        return token
      }
      if (newSubject.has(word)) agree = undefined
      const next = tokens[index + 2]?.toLowerCase()
      const preposition = drawnOut[word]
      if (preposition !== undefined && /^мн(?:е|ой|ою)$/u.test(next ?? '')) return preposition
      if (word === 'мне' && takesPrepositional.has(tokens[index - 2]?.toLowerCase() ?? '')) {
        return 'вас'
      }
      const subject = agreementOf(word)
      if (subject !== undefined) {
        agree = subject
        distance = 0
        return swaps.get(word) ?? token
      }
      const swapped = swaps.get(word)
      if (swapped !== undefined) return swapped
      distance += 1
      if (agree === undefined || distance > reach) return token
      const agreed = agree(word)
      return agreed === word ? token : agreed
    })
    .join('')
}

function agreementOf(pronoun: string): ((word: string) => string) | undefined {
  if (pronoun === 'я') return ofYou
  if (pronoun === 'мы') return ofYouBoth
  if (pronoun === 'ты' || pronoun === 'вы') return ofMe
  return undefined
}
