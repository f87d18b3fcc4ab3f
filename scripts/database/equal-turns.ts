import { rolledBack } from './access-matrix/matrix.ts'
import type { Report } from './report.ts'
import type { SuiteDatabase } from './suite-database.ts'

/**
 * What keeps a turn that is sent twice at once from beginning twice: the first one has its visitor locked
 * until it is stored. `checkConcurrency` has such turns meet, for which it takes a server with many
 * connections; that they would wait is seen on one connection, too. Runs after the access matrix, on
 * its people.
 */
export async function checkEqualTurns(database: SuiteDatabase, report: Report): Promise<void> {
  const calls = {
    'a turn that begins': `select tests.begin_turn('other guest', 'first') as begun`,
    'an answer that goes on': `select tests.continue_turn('guest', tests.id('guest chat'), tests.id('guest answer'))`,
  }
  for (const [who, call] of Object.entries(calls)) {
    const locks = await rolledBack(database, async (client) => {
      await client.query(call)
      return client.query(
        `select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and granted`,
      )
    })
    report.check(locks.length === 1, `${who} keeps the same one of its visitor's waiting`)
  }
}
