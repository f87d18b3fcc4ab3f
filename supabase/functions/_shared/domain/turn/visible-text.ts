const loneSurrogate = /\p{Surrogate}/gu

/**
 * Makes a model's pieces of text storable: NUL and halves of characters cannot be kept in Postgres.
 * A character that is cut between two pieces is held back until its other half comes.
 */
export class VisibleText {
  #heldBack = ''

  /** The part of a piece that can be shown now, maybe ''. */
  add(piece: string): string {
    let text = this.#heldBack + piece
    this.#heldBack = ''
    const last = text.charCodeAt(text.length - 1)
    if (last >= 0xd800 && last <= 0xdbff) {
      this.#heldBack = text.slice(-1)
      text = text.slice(0, -1)
    }
    if (text.includes('\0')) text = text.replaceAll('\0', '')
    return text.replace(loneSurrogate, '\ufffd')
  }
}
