import type { MessageView } from '../../conversation/view.ts'
import type { CallConversation, CallParts } from './call-parts.ts'
import type { Cut } from './spoken-answer.ts'

export type CutMarksOptions = {
  readonly conversation: CallConversation
  readonly markCut: CallParts['markCut']
}

/** Lets the server know how much of an answer was heard when the visitor cut it. */
export class CutMarks {
  readonly #options: CutMarksOptions
  #sounding: MessageView | undefined

  constructor(options: CutMarksOptions) {
    this.#options = options
  }

  /** An answer sounds; the conversation may show it no longer by the time it is cut. */
  sounds(id: string | undefined): void {
    this.#sounding = this.#find(id)
  }

  /**
   * Marks an answer, which also stops it if it is still being written; returns whether it is. Where
   * nothing was heard of it, or all, there is nothing to mark.
   */
  leave(cut: Cut | null): boolean {
    if (cut === null || cut.isWhole || cut.heardText === '') return false
    const { conversation, markCut } = this.#options
    const remembered = this.#sounding?.id === cut.id ? this.#sounding : undefined
    const { streamId } = this.#find(cut.id) ?? remembered ?? {}
    // A greeting came through no stream.
    if (!streamId) return false
    // As Postgres counts: an emoji is one character, or a few, but never half of one.
    const heardCharacters = [...cut.heardText].length
    markCut(streamId, heardCharacters).catch(() => {
      if (this.#isWriting(cut.id)) void conversation.stop()
    })
    return this.#isWriting(cut.id)
  }

  #isWriting(id: string): boolean {
    const { busy, messages } = this.#options.conversation.view
    return busy && messages.at(-1)?.id === id
  }

  #find(id: string | undefined): MessageView | undefined {
    return this.#options.conversation.view.messages.filter((message) => message.id === id)[0]
  }
}
