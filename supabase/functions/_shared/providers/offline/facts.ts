/** Words shorter than this say too little about a topic. */
const minWordLength = 3

/** Endings change, the beginning of a word mostly stays. */
const stemLength = 5

/** Question words and the like, which any sentence may hold. */
const commonStems = new Set(
  [
    'about what when where which would could should have does your yours with from that this there',
    'think know like want tell their they been being more much very you are the and for was has had',
    'how why who can any not but our her his she its all did get got one two too than then into',
    'какой какая какие когда почему зачем сколько можно нужно очень тебя тебе вами себя было были',
    'есть этот этого если чтобы только может быть мне меня думаешь думаете знаешь знаете как что кто',
    'где это эта эти или для при про под над без так там тут вас вам ваш твой мой моя мои его она они',
    'оно был вот еще уже все всё нет тоже',
  ]
    .flatMap((line) => line.split(' '))
    .map((word) => word.slice(0, stemLength)),
)

/** The fact that shares the most words with a question, if it shares any. */
export function factAbout(facts: readonly string[], question: string): string | undefined {
  const asked = stemsOf(question)
  let best: string | undefined
  let bestShared = 0
  for (const fact of facts) {
    const shared = [...stemsOf(fact)].filter((stem) => asked.has(stem)).length
    if (shared > bestShared) {
      best = fact
      bestShared = shared
    }
  }
  return best
}

function stemsOf(text: string): Set<string> {
  const words =
    text
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/\p{L}+/gu) ?? []
  return new Set(
    words
      .filter((word) => word.length >= minWordLength)
      .map((word) => word.slice(0, stemLength))
      .filter((stem) => !commonStems.has(stem)),
  )
}
