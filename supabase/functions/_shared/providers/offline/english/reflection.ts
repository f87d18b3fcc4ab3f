const swaps: Readonly<Record<string, string>> = {
  i: 'you',
  me: 'you',
  my: 'your',
  mine: 'yours',
  myself: 'yourself',
  we: 'you',
  us: 'you',
  our: 'your',
  ours: 'yours',
  ourselves: 'yourselves',
  "i'm": "you're",
  "i've": "you've",
  "i'll": "you'll",
  "i'd": "you'd",
  "we're": "you're",
  "we've": "you've",
  "we'll": "you'll",
  your: 'my',
  yours: 'mine',
  yourself: 'myself',
  "you're": "I'm",
  "you've": "I've",
  "you'll": "I'll",
  "you'd": "I'd",
}

/** Verbs that change with the person in front of them or, in a question, behind them. */
const afterI: Readonly<Record<string, string>> = {
  am: 'are',
  was: 'were',
  "wasn't": "weren't",
}
const afterYou: Readonly<Record<string, string>> = {
  are: 'am',
  were: 'was',
  "aren't": 'am not',
  "weren't": "wasn't",
}

/** What comes right before an object: "help you", "about you". */
const beforeObject =
  /^(about|after|against|around|at|behind|beside|by|for|from|in|like|near|of|on|over|than|to|toward|towards|under|with|without|and|ask|believe|call|find|give|hate|hear|help|know|like|love|make|meet|miss|need|see|show|teach|tell|thank|think|trust|understand|want)$/u

/** Turns English words around to the other person: "I am lost" → "you are lost". */
export function reflectEnglish(words: string): string {
  const tokens = words.split(/(\s+|[,;:])/u)
  const spoken = tokens.map((token) => token.toLowerCase())
  const neighbour = (index: number, step: -1 | 1) => spoken[index + 2 * step] ?? ''
  return tokens
    .map((token, index) => {
      const word = spoken[index] ?? ''
      if (word === 'you') return isObject(neighbour(index, -1), neighbour(index, 1)) ? 'me' : 'I'
      const before = neighbour(index, -1)
      const after = neighbour(index, 1)
      if (before === 'i' || after === 'i') return afterI[word] ?? swaps[word] ?? token
      if (before === 'you' || after === 'you') return afterYou[word] ?? swaps[word] ?? token
      return swaps[word] ?? token
    })
    .join('')
}

function isObject(before: string, after: string): boolean {
  return after === '' || beforeObject.test(before)
}
