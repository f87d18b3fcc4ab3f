/** Words that are shown stay as long as those to come only repeat them. */
export function keepWordsAhead(shown: string, said: string): string {
  return shown.startsWith(said) ? shown : said
}
