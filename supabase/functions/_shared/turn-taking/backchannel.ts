/** What people say to show that they listen, not to take the turn; as recognisers write it. */
const agreeing = new Set([
  ...['mm', 'mmm', 'mhm', 'mmhm', 'hm', 'hmm', 'uh', 'huh', 'uhhuh', 'aha', 'ah', 'oh', 'um', 'eh'],
  ...['yeah', 'yes', 'yep', 'yup', 'ok', 'okay', 'k', 'right', 'alright', 'all', 'sure', 'true'],
  ...['i', 'see', 'got', 'it', 'exactly', 'indeed', 'of', 'course', 'great', 'nice', 'well', 'so'],
  ...['м', 'мм', 'ммм', 'мхм', 'хм', 'хмм', 'угу', 'ага', 'аха', 'а', 'о', 'э', 'эм', 'ну', 'так'],
  ...['да', 'ок', 'окей', 'ясно', 'понятно', 'понимаю', 'понял', 'поняла', 'хорошо', 'ладно'],
  ...['конечно', 'точно', 'верно', 'правильно', 'вот', 'это'],
])

/** More than this many such words in a row are something to say. */
const longestAgreement = 5

/** Whether these words (Russian or English) only show that somebody listens. */
export function isBackchannel(words: string): boolean {
  const spoken = wordsOf(words)
  return spoken.length <= longestAgreement && spoken.every((word) => agreeing.has(word))
}

/** Lower-case words without marks; "mm-hm" and "да-да" are two. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/\p{L}+/gu) ?? []
}
