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
  const tokens = words.split(/([^\p{L}-]+)/u)
  const spoken = tokens.map((token) => token.toLowerCase().replaceAll('ё', 'е'))
  const agreement = new Agreement()
  return tokens
    .map((token, index) => {
      const word = spoken[index] ?? ''
      if (!/\p{L}/u.test(word)) {
        if (/[,;:—]/u.test(word)) agreement.end()
        return token
      }
      const preposition = drawnOut[word]
      if (preposition !== undefined && /^мн(?:е|ой|ою)$/u.test(spoken[index + 2] ?? '')) {
        return preposition
      }
      if (word === 'мне' && takesPrepositional.has(spoken[index - 2] ?? '')) return 'вас'
      const swapped = swaps.get(word)
      agreement.hear(word)
      if (swapped !== undefined) return swapped
      const agreed = agreement.of(word)
      return agreed === word ? token : agreed
    })
    .join('')
}

const conjunctions = new Set(['и', 'а', 'но', 'или', 'да'])

/** Which words are still said of the last «я», «мы», «ты» or «вы». */
class Agreement {
  #turn: ((word: string) => string) | undefined
  #distance = 0
  /** What the predicate needs is found: only its very next word may belong to it, too. */
  #isFound = false
  #wasTurned = false

  hear(word: string): void {
    const turn = agreementOf(word)
    if (turn !== undefined) this.#turn = turn
    else if (newSubject.has(word)) this.end()
    else if (!conjunctions.has(word)) {
      this.#distance += 1
      return
    }
    this.#distance = 0
    this.#isFound = false
  }

  of(word: string): string {
    if (this.#turn === undefined || this.#distance > reach) return word
    // «читаю новую книгу»: what follows a verb and ends in -ую is an adjective.
    if (this.#isFound && (!this.#wasTurned || word.endsWith('ую'))) return word
    const turned = this.#turn(word)
    this.#wasTurned = turned !== word
    this.#isFound ||= this.#wasTurned
    return turned
  }

  end(): void {
    this.#turn = undefined
  }
}

function agreementOf(pronoun: string): ((word: string) => string) | undefined {
  if (pronoun === 'я') return ofYou
  if (pronoun === 'мы') return ofYouBoth
  if (pronoun === 'ты' || pronoun === 'вы') return ofMe
  return undefined
}
