/** Words shorter than this say too little about a topic. */
const minWordLength = 4

/** Endings change, the beginning of a word mostly stays. */
const stemLength = 5

/** Question words and the like, which any sentence may hold. */
const commonStems = new Set(
  [
    ...'about what when where which would could should have does your yours with from that this there'.split(
      ' ',
    ),
    ...'think know like want tell their they been being more much very'.split(' '),
    ...'какой какая какие когда почему зачем сколько можно нужно очень тебя тебе вами себя было были'.split(
      ' ',
    ),
    ...'есть этот этого если чтобы только может быть мне меня думаешь думаете знаешь знаете'.split(
      ' ',
    ),
  ].map((word) => word.slice(0, stemLength)),
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
