import { id } from './actors.ts'
import { denied, type TableAccess } from './expectation.ts'

const nobodyElse = { others: denied } as const
const allCharacters = ['host', 'hidden', 'draft', 'host elsewhere', 'draft elsewhere'] as const

export const characters: TableAccess = {
  rows: {
    host: `id = ${id('host')}`,
    hidden: `id = ${id('hidden')}`,
    draft: `id = ${id('draft')}`,
    'host elsewhere': `id = ${id('host-elsewhere')}`,
    'draft elsewhere': `id = ${id('draft-elsewhere')}`,
  },
  columns: {
    select: [
      ...['id', 'site_id', 'slug', 'name', 'tagline', 'description', 'greeting', 'language'],
      ...['portrait', 'rating', 'visibility', 'like_count', 'chat_count', 'created_at'],
      ...['archived_at', 'in_catalogue'],
    ],
    insert: [],
    update: [],
  },
  // The public ones of the other site, which is in the catalogue; those of one's own site; one's own;
  // and whoever one already talks to.
  select: {
    others: ['host elsewhere'],
    'no token': denied,
    guest: ['host', 'host elsewhere'],
    'other guest': ['host', 'host elsewhere'],
    registered: ['hidden', 'host elsewhere'],
    'other registered': ['host elsewhere', 'draft elsewhere'],
    'upgraded guest': ['host', 'draft', 'host elsewhere'],
    server: allCharacters,
  },
  update: { ...nobodyElse, server: allCharacters },
  // Whom somebody has talked to stays: not even the server deletes the conversations.
  delete: {
    ...nobodyElse,
    server: Object.fromEntries(
      allCharacters.map((row) => [row, row === 'draft elsewhere' ? 1 : '23001']),
    ),
  },
  blindUpdate: { set: `name = 'Somebody'`, expect: { ...nobodyElse, server: 5 } },
  blindDelete: { ...nobodyElse, server: '23001' },
  inserts: {
    'a character': {
      values: {
        id: id('new character'),
        site_id: id('site'),
        slug: `'new'`,
        name: `'New'`,
        greeting: `'Hello'`,
        personality: `'Kind.'`,
        language: `'en'`,
      },
      expect: { ...nobodyElse, server: 1 },
      upsert: { ...nobodyElse, server: 1 },
    },
  },
  reassign: {
    set: `owner_id = ${id('newcomer')}`,
    row: 'host',
    expect: { ...nobodyElse, server: 1 },
  },
}

const registeredAdds = {
  others: denied,
  registered: 1,
  'other registered': 1,
  'upgraded guest': 1,
  member: 1,
  'member elsewhere': 1,
} as const

export const characterLikes: TableAccess = {
  rows: {
    // Of the time before likes were for registered users: not even its owner reaches it.
    guest: `user_id = ${id('guest')}`,
    registered: `user_id = ${id('registered')}`,
    'other registered': `user_id = ${id('other registered')}`,
  },
  columns: {
    select: ['character_id', 'user_id', 'created_at'],
    insert: ['character_id', 'user_id'],
    update: [],
  },
  select: {
    others: [],
    'no token': denied,
    registered: ['registered'],
    'other registered': ['other registered'],
    server: ['guest', 'registered', 'other registered'],
  },
  update: { ...nobodyElse, server: ['guest', 'registered', 'other registered'] },
  delete: {
    others: [],
    'no token': denied,
    registered: ['registered'],
    'other registered': ['other registered'],
    server: ['guest', 'registered', 'other registered'],
  },
  blindUpdate: { set: `created_at = now()`, expect: { ...nobodyElse, server: 3 } },
  blindDelete: { others: 0, 'no token': denied, registered: 1, 'other registered': 1, server: 3 },
  inserts: {
    'their own, of a character they see': {
      values: {
        // The one user who likes the catalogue's already has a character of their own.
        character_id: `case when auth.uid() = ${id('other registered')} then ${id('draft-elsewhere')} else ${id('host-elsewhere')} end`,
        user_id: `coalesce(auth.uid(), ${id('newcomer')})`,
      },
      // Not even those who are registered may update, which an upsert has to.
      expect: { ...registeredAdds, server: 1 },
      upsert: { ...nobodyElse, server: 1 },
    },
    'their own, of a hidden character': {
      values: {
        // The upgraded guest has met the other one.
        character_id: `case when auth.uid() = ${id('upgraded guest')} then ${id('hidden')} else ${id('draft')} end`,
        user_id: `coalesce(auth.uid(), ${id('newcomer')})`,
      },
      expect: { ...nobodyElse, server: 1 },
      upsert: { ...nobodyElse, server: 1 },
    },
    "somebody else's": {
      values: { character_id: id('host'), user_id: id('newcomer') },
      expect: { ...nobodyElse, server: 1 },
      upsert: { ...nobodyElse, server: 1 },
    },
  },
  reassign: {
    set: `user_id = ${id('newcomer')}`,
    row: 'registered',
    // A like is somebody's own: not even the server hands it over.
    expect: { ...nobodyElse, server: '23001' },
  },
}
