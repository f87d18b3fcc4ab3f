import { id } from './actors.ts'
import { denied, type TableAccess } from './expectation.ts'

const nobodyElse = { others: denied } as const

const visitors = ['guest', 'guest elsewhere', 'registered', 'upgraded guest'] as const

/** Visitors reach their calls through the function only. */
export const calls: TableAccess = {
  rows: Object.fromEntries(visitors.map((visitor) => [visitor, `id = ${id(`${visitor} call`)}`])),
  columns: { select: [], insert: [], update: [] },
  select: { ...nobodyElse, server: visitors },
  update: { ...nobodyElse, server: visitors },
  delete: { ...nobodyElse, server: visitors },
  blindUpdate: {
    set: `ended_at = now(), end_reason = 'left'`,
    expect: { ...nobodyElse, server: 4 },
  },
  blindDelete: { ...nobodyElse, server: 4 },
  inserts: {
    'a call of their own': {
      values: {
        id: id('new call'),
        kind: `'avatar'`,
        site_id: id('site'),
        character_id: id('host'),
        visitor_id: id('other guest'),
        ends_at: 'now()',
      },
      expect: { ...nobodyElse, server: 1 },
      upsert: { ...nobodyElse, server: 1 },
    },
  },
  reassign: {
    set: `visitor_id = ${id('other guest')}, chat_id = null`,
    row: 'guest',
    expect: { ...nobodyElse, server: 1 },
  },
}
