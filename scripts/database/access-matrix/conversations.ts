import { id } from './actors.ts'
import { denied, type TableAccess } from './expectation.ts'

const nobodyElse = { others: denied } as const

const owners = ['guest', 'guest elsewhere', 'registered', 'upgraded guest'] as const

/** The same for each owner of a chat: the own rows only. */
function ownRows<T>(rowsOf: (owner: string) => T): Record<(typeof owners)[number], T> {
  return {
    guest: rowsOf('guest'),
    'guest elsewhere': rowsOf('guest elsewhere'),
    registered: rowsOf('registered'),
    'upgraded guest': rowsOf('upgraded guest'),
  }
}

const ownOnly = {
  others: [],
  'no token': denied,
  ...ownRows((owner) => [owner]),
  server: owners,
} as const

const ownOne = { others: 0, 'no token': denied, ...ownRows(() => 1) } as const

/** Which model answers in a chat, and how. */
const generation = [
  ...['model', 'max_tokens', 'temperature', 'top_p', 'top_k', 'frequency_penalty'],
] as const

export const chats: TableAccess = {
  rows: Object.fromEntries(owners.map((owner) => [owner, `id = ${id(`${owner} chat`)}`])),
  columns: {
    select: [
      ...['id', 'site_id', 'character_id', 'title', 'channel', 'active_leaf_id'],
      ...['message_count', 'created_at', 'updated_at', ...generation],
    ],
    insert: [],
    update: ['title', 'active_leaf_id', ...generation],
  },
  select: ownOnly,
  update: ownOnly,
  delete: ownOnly,
  blindUpdate: { set: `title = 'Taken'`, expect: { ...ownOne, server: 4 } },
  blindDelete: { ...ownOne, server: 4 },
  inserts: {
    'a chat of their own': {
      values: {
        id: id('new chat'),
        site_id: id('site'),
        character_id: id('host'),
        visitor_id: `coalesce(auth.uid(), ${id('guest')})`,
        active_leaf_id: id('guest answer'),
      },
      // The server begins a chat together with its greeting, or not at all.
      expect: { ...nobodyElse, server: '23503' },
      upsert: { ...nobodyElse, server: '23503' },
    },
  },
  reassign: {
    set: `visitor_id = ${id('other guest')}`,
    row: 'guest',
    expect: { ...nobodyElse, server: '23001' },
  },
}

const messageRows = owners.flatMap((owner) => [
  `${owner} greeting`,
  `${owner} message`,
  `${owner} answer`,
])

export const messages: TableAccess = {
  rows: Object.fromEntries(messageRows.map((row) => [row, `id = ${id(row)}`])),
  columns: {
    select: [
      ...['id', 'chat_id', 'parent_id', 'role', 'status', 'content', 'client_message_id'],
      ...['stream_id', 'channel', 'finish_reason', 'error_code', 'created_at', 'completed_at'],
      'heard_characters',
    ],
    insert: [],
    update: [],
  },
  select: {
    others: [],
    'no token': denied,
    ...ownRows((owner) => [`${owner} greeting`, `${owner} message`, `${owner} answer`]),
    server: messageRows,
  },
  update: { ...nobodyElse, server: messageRows },
  // The greeting stays: it is not theirs to delete, and the server is refused.
  delete: {
    others: [],
    'no token': denied,
    ...ownRows((owner) => [`${owner} message`, `${owner} answer`]),
    server: Object.fromEntries(
      messageRows.map((row) => [row, row.endsWith('greeting') ? '23001' : 1]),
    ),
  },
  blindUpdate: { set: `model = 'another'`, expect: { ...nobodyElse, server: 12 } },
  blindDelete: { others: 0, 'no token': denied, ...ownRows(() => 2), server: '23001' },
  inserts: {
    'what they say in their chat': {
      values: {
        id: id('new message'),
        chat_id: `coalesce((select chats.id from public.chats where auth.uid() is not null limit 1), ${id('guest chat')})`,
        visitor_id: `coalesce(auth.uid(), ${id('guest')})`,
        parent_id: id('guest answer'),
        role: `'user'`,
        content: `'Hello again'`,
        client_message_id: id('another turn'),
        completed_at: 'now()',
      },
      expect: { ...nobodyElse, server: 1 },
      upsert: { ...nobodyElse, server: 1 },
    },
    "an answer in somebody else's chat": {
      values: {
        id: id('new message'),
        chat_id: id('guest chat'),
        visitor_id: id('guest'),
        parent_id: id('guest message'),
        role: `'assistant'`,
        content: `'Forged'`,
        stream_id: id('forged stream'),
        completed_at: 'now()',
      },
      expect: { ...nobodyElse, server: 1 },
      upsert: { ...nobodyElse, server: 1 },
    },
  },
  reassign: {
    set: `visitor_id = ${id('other guest')}`,
    row: 'guest message',
    expect: { ...nobodyElse, server: '23001' },
  },
}

export const streamChunks: TableAccess = {
  rows: Object.fromEntries(owners.map((owner) => [owner, `stream_id = ${id(`${owner} stream`)}`])),
  columns: { select: [], insert: [], update: [] },
  select: { ...nobodyElse, server: owners },
  update: { ...nobodyElse, server: owners },
  delete: { ...nobodyElse, server: owners },
  blindUpdate: { set: `events = '[]'`, expect: { ...nobodyElse, server: 4 } },
  blindDelete: { ...nobodyElse, server: 4 },
  inserts: {
    'a chunk of their own stream': {
      values: {
        stream_id: id('guest stream'),
        first_sequence: '2',
        last_sequence: '2',
        events: `'[]'`,
      },
      expect: { ...nobodyElse, server: 1 },
      upsert: { ...nobodyElse, server: 1 },
    },
  },
  reassign: {
    set: `stream_id = ${id('registered stream')}, first_sequence = 2, last_sequence = 2`,
    row: 'guest',
    expect: { ...nobodyElse, server: 1 },
  },
}
