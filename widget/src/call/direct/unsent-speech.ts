import type { CallConversation } from './call-parts.ts'

/** What the visitor has said aloud, on its way to being messages. */
export class UnsentSpeech {
  readonly #conversation: CallConversation
  #unsent: string[] = []

  constructor(conversation: CallConversation) {
    this.#conversation = conversation
  }

  add(text: string): void {
    this.#unsent.push(text)
    this.sendOn()
  }

  /** Sends it, once the answer before it is out of the way. */
  sendOn(): void {
    if (this.#conversation.view.busy || this.#unsent.length === 0) return
    const text = this.#unsent.join(' ')
    this.#unsent = []
    void this.#conversation.send({ text })
  }
}
