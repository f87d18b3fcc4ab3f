import type { GenerationSettings } from '../../wire/chat-request.ts'
import type { ContinuedTurnRequest, TurnRequest } from '../chat-store.ts'

/** What a visitor asks for. */
export type Turn = (TurnRequest | ContinuedTurnRequest) & {
  /** Of the request that asks for it, to be found by in the log. */
  requestId: string
  settings?: GenerationSettings | undefined
}
