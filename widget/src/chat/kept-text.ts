import * as v from 'valibot'
import type { SiteStorage } from '../site-storage.ts'

const Unsent = v.looseObject({
  clientMessageId: v.string(),
  text: v.string(),
  /** It was on its way when the page went, not known to have failed. */
  wasSending: v.boolean(),
})

/** A message that the server is not known to have. */
export type Unsent = v.InferOutput<typeof Unsent>

/** What the visitor has typed and the server has not taken, kept as long as the tab. */
export class KeptText {
  readonly #storage: SiteStorage
  readonly #character: string

  constructor(storage: SiteStorage, character: string) {
    this.#storage = storage
    this.#character = character
  }

  get draft(): string {
    const draft = this.#storage.read(`draft:${this.#character}`)
    return typeof draft === 'string' ? draft : ''
  }

  set draft(text: string) {
    this.#storage.write(`draft:${this.#character}`, text || null)
  }

  get unsent(): Unsent | null {
    const unsent = this.#storage.read(`unsent:${this.#character}`)
    return v.is(Unsent, unsent) ? unsent : null
  }

  set unsent(message: Unsent | null) {
    this.#storage.write(`unsent:${this.#character}`, message)
  }
}
