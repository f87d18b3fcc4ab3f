import { stormAuth } from '../../test/identity/auth-storm.ts'

/**
 * A thousand random sequences of Auth's answers over three tabs: who is lost, who is made twice. Ends
 * with 1 if anybody is.
 */
export async function measure(): Promise<object> {
  const outcome = await stormAuth(1000)
  if (outcome.failures.length > 0) process.exitCode = 1
  return outcome
}
