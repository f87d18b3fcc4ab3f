import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Stack, type StackOptions, startStack } from '../stack/stack.ts'
import { putNewDatabase } from './new-database.ts'

/** Starts a stack on empty data that goes with it, sooner than PGlite makes a database. */
export async function startTestStack(options: Omit<StackOptions, 'dataDir'> = {}): Promise<Stack> {
  if (options.databaseUrl) return startStack(options)
  const dataDir = await mkdtemp(join(tmpdir(), 'visavis-'))
  const removeData = () => rm(dataDir, { recursive: true, force: true })
  try {
    await putNewDatabase(dataDir)
    const stack = await startStack({ ...options, dataDir })
    return { ...stack, close: () => stack.close().finally(removeData) }
  } catch (error) {
    await removeData()
    throw error
  }
}
