import type { Stretch } from '@visavis/shared/spoken-text/traced-text.ts'

const word = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu

/** How many words may be read in another way than they are written, e.g. "21" as "twenty-one". */
const longestDetour = 8

/** Follows what is heard in the text that was sent to be said. */
export class HeardWords {
  #cursor = 0
  /** The beginning of a word whose end has not come. */
  #rest = ''

  /** Up to where the text was heard. */
  get end(): number {
    return this.#cursor
  }

  /** Takes a piece of what is heard, and tells the words in `text`, all that was sent so far. */
  hear(piece: string, text: string): Stretch[] {
    const heard = this.#rest + piece
    const tokens = heard.match(word) ?? []
    this.#rest = ''
    const found: Stretch[] = []
    tokens.forEach((token, index) => {
      const stretch = this.#find(token, text)
      if (stretch) {
        found.push(stretch)
        this.#cursor = stretch.end
      } else if (index === tokens.length - 1 && heard.endsWith(token)) {
        this.#rest = token
      }
    })
    return found
  }

  #find(token: string, text: string): Stretch | null {
    let steps = 0
    for (const match of text.slice(this.#cursor).matchAll(word)) {
      const start = this.#cursor + match.index
      if (match[0] === token) return { start, end: start + token.length }
      steps += 1
      if (steps > longestDetour) return null
    }
    return null
  }
}
