import type { MessageView } from '../../conversation/view.ts'
import type { CallConversation, CallParts } from './call-parts.ts'
import type { HeardPart } from './spoken-answer.ts'

export type HeardReportOptions = {
  readonly conversation: CallConversation
  readonly reportHeard: CallParts['reportHeard']
}

/** Lets the server know how much of an answer was heard when the visitor cut it. */
export class HeardReport {
  readonly #options: HeardReportOptions
  #sounding: MessageView | undefined

  constructor(options: HeardReportOptions) {
    this.#options = options
  }

  /** An answer sounds; the conversation may show it no longer by the time it is heard. */
  sounds(id: string | undefined): void {
    this.#sounding = this.#find(id)
  }

  /**
   * Tells of an answer that was cut, which also stops it if it is still being written; returns whether it is. Where
   * nothing was heard of it, or all, there is nothing to tell.
   */
  send(heard: HeardPart | null): boolean {
    if (heard === null || heard.isWhole || heard.heardText === '') return false
    const { conversation, reportHeard } = this.#options
    const remembered = this.#sounding?.id === heard.id ? this.#sounding : undefined
    const { streamId } = this.#find(heard.id) ?? remembered ?? {}
    // A greeting came through no stream.
    if (!streamId) return false
    // As Postgres counts: an emoji is one character, or a few, but never half of one.
    const heardCharacters = [...heard.heardText].length
    reportHeard(streamId, heardCharacters).catch(() => {
      if (this.#isWriting(heard.id)) void conversation.stop()
    })
    return this.#isWriting(heard.id)
  }

  #isWriting(id: string): boolean {
    const { busy, messages } = this.#options.conversation.view
    return busy && messages.at(-1)?.id === id
  }

  #find(id: string | undefined): MessageView | undefined {
    return this.#options.conversation.view.messages.filter((message) => message.id === id)[0]
  }
}
