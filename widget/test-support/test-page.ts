import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { ConversationView } from '../src/conversation/view.ts'
import {
  ConversationController,
  type ConversationOptions,
} from '../src/chat/conversation-controller.ts'
import {
  messageEnd,
  meta,
  sent,
  session,
  textDelta,
  tokenResponse,
} from './conversation-fixtures.ts'
import type { ScriptedApi, ScriptedRoutes } from './scripted-api.ts'

/** A well-behaved API: a session, a visitor, and one answer of two words. */
export const goodRoutes = {
  'POST /functions/v1/session': [{ json: session }],
  'POST /auth/v1/signup': [{ json: tokenResponse() }],
  'POST /functions/v1/chat': [
    { steps: sent([meta, textDelta('Добрый '), textDelta('день.'), messageEnd]) },
  ],
} satisfies ScriptedRoutes

let sites = 0

/** A site key that no other test has, so that no test meets what another one left. */
export function newSiteKey(): string {
  return `test-${Math.random().toString(36).slice(2)}-${(sites += 1)}`
}

/** What an element is to a controller, and what a page is to a visitor: it can be left. */
export class TestPage extends EventTarget implements ReactiveControllerHost {
  readonly conversation: ConversationController
  readonly events: Event[] = []
  readonly updateComplete = Promise.resolve(true)
  readonly #controllers = new Set<ReactiveController>()
  #options: ConversationOptions
  #onUpdate: (() => void)[] = []

  private constructor(options: ConversationOptions) {
    super()
    this.#options = options
    for (const type of publicEventTypes) {
      this.addEventListener(type, (event) => this.events.push(event))
    }
    this.conversation = new ConversationController(this, () => this.#options)
    for (const controller of this.#controllers) controller.hostConnected?.()
  }

  static open(
    api: ScriptedApi,
    options: Partial<ConversationOptions> & Pick<ConversationOptions, 'siteKey'>,
  ): TestPage {
    const page = new TestPage({ apiUrl: api.url, language: 'ru', ...options })
    openPages.add(page)
    return page
  }

  get view(): ConversationView {
    return this.conversation.view
  }

  /** Changes what the page says about the conversation, as it does by attributes. */
  name(options: Partial<ConversationOptions>): void {
    this.#options = { ...this.#options, ...options }
  }

  /** The texts of the messages behind the greeting. */
  get texts(): string[] {
    return this.view.messages.slice(1).map(({ text }) => text)
  }

  /** Resolves once the view is like that. */
  async when(isSo: (view: ConversationView) => boolean): Promise<ConversationView> {
    while (!isSo(this.view)) await new Promise<void>((resolve) => this.#onUpdate.push(resolve))
    return this.view
  }

  /** Goes away as a page does: what is under way is not heard any more. */
  leave(): void {
    for (const controller of this.#controllers) controller.hostDisconnected?.()
    openPages.delete(this)
  }

  addController(controller: ReactiveController): void {
    this.#controllers.add(controller)
  }

  removeController(controller: ReactiveController): void {
    this.#controllers.delete(controller)
  }

  requestUpdate(): void {
    for (const resolve of this.#onUpdate.splice(0)) resolve()
  }
}

const publicEventTypes = [
  'visavis-ready',
  'visavis-message-sent',
  'visavis-model-selected',
  'visavis-message-start',
  'visavis-message-delta',
  'visavis-message-end',
  'visavis-conversation-error',
  'visavis-mind-state-change',
  'visavis-chat-change',
]

const openPages = new Set<TestPage>()

/** Leaves every page a test has opened. */
export function leavePages(): void {
  for (const page of openPages) page.leave()
}
