import type { ChatEvent } from '@visavis/shared/wire/chat-event.ts'

export type ScriptedStep =
  | { readonly sequence: number; readonly event: ChatEvent | { readonly type: string } }
  | { readonly raw: string }
  | { readonly wait: string }
  | { readonly cut: true }
  | { readonly stall: true }

export type ScriptedAnswer =
  | { readonly status?: number; readonly json?: unknown }
  | { readonly steps: readonly ScriptedStep[]; readonly type?: string }

/** Answers by `METHOD /path`, in the order of the requests; the last one answers the rest. */
export type ScriptedRoutes = Readonly<Record<string, readonly ScriptedAnswer[]>>

export type RecordedRequest = {
  readonly method: string
  readonly path: string
  readonly search: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

export const chatRoute = 'POST /functions/v1/chat'
export const streamRoute = 'GET /functions/v1/chat/stream/*'

let scripts = 0
let origin: Promise<string> | undefined

/** A test's own API on the scripted server. */
export class ScriptedApi {
  readonly url: string

  private constructor(url: string) {
    this.url = url
  }

  static async start(routes: ScriptedRoutes): Promise<ScriptedApi> {
    origin ??= fetch('/scripted-server').then((response) => response.text())
    const page = Math.random().toString(36).slice(2)
    const api = new ScriptedApi(`${await origin}/${page}-${(scripts += 1)}`)
    await api.script(routes)
    return api
  }

  /** Replaces the answers of some routes. */
  async script(routes: ScriptedRoutes): Promise<void> {
    await this.#order('routes', routes)
  }

  /** Lets a stream go on that waits at that gate, or will. */
  async release(gate: string): Promise<void> {
    await this.#order('release', gate)
  }

  /** The requests to a route so far, once there are that many. */
  async received(route: string, count: number): Promise<RecordedRequest[]> {
    return (await this.#order('requests', { route, count })) as RecordedRequest[]
  }

  async #order(command: string, order: unknown): Promise<unknown> {
    const response = await fetch(`${this.url}/~/${command}`, {
      method: 'POST',
      body: JSON.stringify(order),
    })
    return response.json()
  }
}
