import { id } from './actors.ts'
import { denied, type TableAccess } from './expectation.ts'

const nobodyElse = { others: denied } as const

export const sites: TableAccess = {
  rows: { site: `id = ${id('site')}`, elsewhere: `id = ${id('other-site')}` },
  columns: {
    select: [
      ...['id', 'site_key', 'name', 'allowed_origins', 'accent', 'default_language'],
      ...['created_at', 'model', 'visitors_choose_model', 'max_tokens', 'temperature', 'top_p'],
      ...['top_k', 'frequency_penalty', 'avatar_call_seconds', 'in_catalogue'],
    ],
    insert: [],
    update: [],
  },
  select: {
    others: [],
    'no token': denied,
    member: ['site'],
    'member elsewhere': ['elsewhere'],
    server: ['site', 'elsewhere'],
  },
  update: { ...nobodyElse, server: ['site', 'elsewhere'] },
  // Both have visitors, whose conversations stay.
  delete: { ...nobodyElse, server: { site: '23001', elsewhere: '23001' } },
  blindUpdate: { set: `name = 'Taken'`, expect: { ...nobodyElse, server: 2 } },
  blindDelete: { ...nobodyElse, server: '23001' },
  inserts: {
    'a site of their own': {
      values: { id: id('new site'), site_key: `'new'`, name: `'New'` },
      expect: { ...nobodyElse, server: 1 },
      upsert: { ...nobodyElse, server: 1 },
    },
  },
  reassign: { set: `site_key = 'mine'`, row: 'elsewhere', expect: { ...nobodyElse, server: 1 } },
}

export const siteMembers: TableAccess = {
  rows: {
    member: `user_id = ${id('member')}`,
    'member elsewhere': `user_id = ${id('member elsewhere')}`,
  },
  columns: { select: ['site_id', 'user_id', 'role', 'created_at'], insert: [], update: [] },
  select: {
    others: [],
    'no token': denied,
    member: ['member'],
    'member elsewhere': ['member elsewhere'],
    server: ['member', 'member elsewhere'],
  },
  update: { ...nobodyElse, server: ['member', 'member elsewhere'] },
  delete: { ...nobodyElse, server: ['member', 'member elsewhere'] },
  blindUpdate: { set: `role = 'owner'`, expect: { ...nobodyElse, server: 2 } },
  blindDelete: { ...nobodyElse, server: 2 },
  inserts: {
    'themselves to a site': {
      values: { site_id: id('other-site'), user_id: "coalesce(auth.uid(), tests.id('newcomer'))" },
      expect: { ...nobodyElse, server: 1 },
      upsert: { ...nobodyElse, server: 1 },
    },
  },
  reassign: {
    set: `user_id = ${id('newcomer')}`,
    row: 'member',
    expect: { ...nobodyElse, server: 1 },
  },
}

export const profiles: TableAccess = {
  rows: {
    guest: `id = ${id('guest')}`,
    'other guest': `id = ${id('other guest')}`,
    'guest elsewhere': `id = ${id('guest elsewhere')}`,
    registered: `id = ${id('registered')}`,
    'other registered': `id = ${id('other registered')}`,
    'upgraded guest': `id = ${id('upgraded guest')}`,
  },
  columns: { select: ['id', 'site_id', 'display_name', 'created_at'], insert: [], update: [] },
  select: {
    others: [],
    'no token': denied,
    guest: ['guest'],
    'other guest': ['other guest'],
    'guest elsewhere': ['guest elsewhere'],
    registered: ['registered'],
    'other registered': ['other registered'],
    'upgraded guest': ['upgraded guest'],
    server: [
      ...['guest', 'other guest', 'guest elsewhere', 'registered', 'other registered'],
      'upgraded guest',
    ],
  },
  update: {
    ...nobodyElse,
    server: [
      ...['guest', 'other guest', 'guest elsewhere', 'registered', 'other registered'],
      'upgraded guest',
    ],
  },
  delete: {
    ...nobodyElse,
    server: [
      ...['guest', 'other guest', 'guest elsewhere', 'registered', 'other registered'],
      'upgraded guest',
    ],
  },
  blindUpdate: { set: `display_name = 'Nobody'`, expect: { ...nobodyElse, server: 6 } },
  blindDelete: { ...nobodyElse, server: 6 },
  inserts: {
    'for a newcomer': {
      values: { id: id('newcomer') },
      expect: { ...nobodyElse, server: 1 },
      upsert: { ...nobodyElse, server: 1 },
    },
    'for themselves': {
      values: { id: `coalesce(auth.uid(), ${id('newcomer')})` },
      expect: { ...nobodyElse, server: 1 },
      upsert: { ...nobodyElse, server: 1 },
    },
  },
  reassign: {
    set: `site_id = ${id('other-site')}`,
    row: 'guest',
    expect: { ...nobodyElse, server: 1 },
  },
}
