import { stormAuth } from '../../test/identity/auth-storm.ts'

/** A thousand random sequences of Auth's answers over three tabs: who is lost, who is made twice. */
export async function measure(): Promise<object> {
  return stormAuth(1000)
}
