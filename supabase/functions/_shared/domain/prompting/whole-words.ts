const sentenceEnd = /\p{L}[.!?…]["»”’)*_]*$/u
/** Longer than this it is no word: some languages write without spaces. */
const lastWord = /(?<=^|\s)\S{1,40}$/u

/**
 * The part of a broken-off text that can be gone on from without knowing whether its last word was
 * whole: that word is left to be said anew. What is kept ends in white space wherever words have any
 * between them, for a model's first word has none before it.
 */
export function wholeWords(text: string): string {
  if (sentenceEnd.test(text)) return `${text} `
  return text.replace(lastWord, '')
}
