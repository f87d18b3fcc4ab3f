import { id } from './actors.ts'
import { denied, type TableAccess } from './expectation.ts'

const nobodyElse = { others: denied } as const

const kinds = ['prune', 'erase'] as const

/** What is done behind the scenes is no visitor's business. */
export const jobs: TableAccess = {
  rows: { prune: `kind = 'prune_stream_chunks'`, erase: `kind = 'erase_unused_visitors'` },
  columns: { select: [], insert: [], update: [] },
  select: { ...nobodyElse, server: kinds },
  update: { ...nobodyElse, server: kinds },
  delete: { ...nobodyElse, server: kinds },
  blindUpdate: { set: `run_at = now()`, expect: { ...nobodyElse, server: 2 } },
  blindDelete: { ...nobodyElse, server: 2 },
  inserts: {
    'a job of their own': {
      values: { id: '1000', kind: `'erase_unused_visitors'`, key: `'soon'` },
      expect: { ...nobodyElse, server: 1 },
      upsert: { ...nobodyElse, server: 1 },
    },
  },
  reassign: {
    set: `payload = jsonb_build_object('visitor', ${id('other guest')})`,
    row: 'prune',
    expect: { ...nobodyElse, server: 1 },
  },
}
