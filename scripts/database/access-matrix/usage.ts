import { id } from './actors.ts'
import { denied, type TableAccess } from './expectation.ts'

const nobodyElse = { others: denied } as const

const visitors = ['guest', 'registered'] as const

/** What answers cost is the operator's business: visitors do not even see their own. */
export const usageEvents: TableAccess = {
  rows: Object.fromEntries(
    visitors.map((visitor) => [visitor, `stream_id = ${id(`${visitor} stream`)}`]),
  ),
  columns: { select: [], insert: [], update: [] },
  select: { ...nobodyElse, server: visitors },
  update: { ...nobodyElse, server: visitors },
  delete: { ...nobodyElse, server: visitors },
  blindUpdate: { set: `output_tokens = 0`, expect: { ...nobodyElse, server: 2 } },
  blindDelete: { ...nobodyElse, server: 2 },
  inserts: {
    'what they used': {
      values: { id: '1000', stream_id: id('another stream'), outcome: `'answered'` },
      expect: { ...nobodyElse, server: 1 },
      upsert: { ...nobodyElse, server: 1 },
    },
  },
  reassign: {
    set: `visitor_id = ${id('other guest')}`,
    row: 'guest',
    expect: { ...nobodyElse, server: 1 },
  },
}
