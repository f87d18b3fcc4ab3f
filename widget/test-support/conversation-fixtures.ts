import type { ChatEvent } from '@visavis/shared/wire/chat-event.ts'
import type { SessionResponse } from '@visavis/shared/wire/session.ts'
import type { StoredMessage } from '../src/conversation/state.ts'
import type { ScriptedStep } from './scripted-api.ts'

export const eva: SessionResponse['character'] = {
  id: 'c0000000-0000-4000-8000-000000000001',
  slug: 'eva',
  name: 'Ева',
  tagline: 'ИИ-собеседница',
  description: 'Слушает.',
  greeting: 'Здравствуйте. О чём поговорим?',
  language: 'ru',
  portrait: 'eva',
}

export const session: SessionResponse = {
  site: { id: '50000000-0000-4000-8000-000000000001', name: 'Demo' },
  character: eva,
  characters: [eva],
  features: { voice: false, avatar: false },
  publishableKey: 'sb_publishable_test',
}

export const ids = {
  visitor: 'a0000000-0000-4000-8000-000000000001',
  chat: 'b0000000-0000-4000-8000-000000000001',
  greeting: 'b0000000-0000-4000-8000-000000000002',
  user: 'b0000000-0000-4000-8000-000000000003',
  answer: 'b0000000-0000-4000-8000-000000000004',
  variant: 'b0000000-0000-4000-8000-000000000005',
  stream: 'd0000000-0000-4000-8000-000000000001',
  otherStream: 'd0000000-0000-4000-8000-000000000002',
} as const

export const meta: ChatEvent = {
  type: 'meta',
  chatId: ids.chat,
  userMessageId: ids.user,
  messageId: ids.answer,
  streamId: ids.stream,
  disclosure: 'AI companion',
}

export const messageEnd: ChatEvent = {
  type: 'message-end',
  messageId: ids.answer,
  finishReason: 'stop',
}

export function textDelta(text: string): ChatEvent {
  return { type: 'text-delta', text }
}

export function errorEvent(code: (ChatEvent & { type: 'error' })['code']): ChatEvent {
  return { type: 'error', code, message: 'For developers' }
}

/** Steps that send events under growing numbers, from `first` on. */
export function sent(events: readonly (ChatEvent | { type: string })[], first = 1): ScriptedStep[] {
  return events.map((event, index) => ({ sequence: first + index, event }))
}

/** A token of nobody's making, for a client that reads who it belongs to and how long it lasts. */
export function accessToken(visitorId: string = ids.visitor, serial = 1): string {
  const encode = (part: object) => btoa(JSON.stringify(part)).replaceAll('=', '')
  return `${encode({ alg: 'none' })}.${encode({ sub: visitorId, serial })}.x`
}

/** What Auth answers to a sign-up or a renewal. */
export function tokenResponse({
  serial = 1,
  expiresIn = 3600,
  visitorId = ids.visitor,
}: { serial?: number; expiresIn?: number; visitorId?: string } = {}) {
  return {
    access_token: accessToken(visitorId, serial),
    refresh_token: `refresh-${serial}`,
    expires_in: expiresIn,
    user: { id: visitorId, is_anonymous: true },
  }
}

const storedFields = {
  parentId: null,
  role: 'assistant',
  status: 'complete',
  text: '',
  clientMessageId: null,
  streamId: null,
  isCutShort: false,
  problem: null,
  createdAt: Date.UTC(2026, 10, 21),
} as const

export function storedMessage(
  fields: Partial<StoredMessage> & Pick<StoredMessage, 'id'>,
): StoredMessage {
  return { ...storedFields, ...fields }
}

export const storedGreeting = storedMessage({ id: ids.greeting, text: eva.greeting })

/** A stored message as the Data API answers it. */
export function rowOf(message: StoredMessage): object {
  return {
    id: message.id,
    parent_id: message.parentId,
    role: message.role,
    status: message.status,
    content: message.text,
    client_message_id: message.clientMessageId,
    stream_id: message.streamId,
    finish_reason: message.isCutShort ? 'length' : null,
    error_code: message.problem,
    created_at: new Date(message.createdAt).toISOString(),
  }
}
