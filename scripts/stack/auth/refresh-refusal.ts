import type { SqlClient } from '../database/sql-client.ts'
import { authRefusals, type AuthRefusal } from './recorded-answers.ts'

type TokenState = {
  session_id: string | null
  is_banned: boolean
  is_revoked: boolean
  /** It was replaced by the one that now counts, or but a moment ago. */
  may_be_repeated: boolean
}

/** For so long Auth takes a replaced refresh token, since two tabs may send the same one. */
export const reuseIntervalSeconds = 10

/**
 * Why Auth would not renew a session, which `@supabase/lite` does without looking; null if it would.
 * A token that comes back too late is taken for a stolen one, and ends its session.
 */
export async function refuseRefresh(
  database: Pick<SqlClient, 'query'>,
  refreshToken: string,
): Promise<AuthRefusal | null> {
  const [token] = await database.query<TokenState>(
    `select token.session_id,
            coalesce(person.banned_until > now(), false) as is_banned,
            token.revoked as is_revoked,
            token.updated_at > now() - make_interval(secs => $2)
              or exists (select from auth.refresh_tokens as active
                         where active.session_id = token.session_id
                           and active.parent = token.token and not active.revoked)
              as may_be_repeated
     from auth.refresh_tokens as token
     join auth.users as person on person.id = token.user_id::uuid
     where token.token = $1`,
    [refreshToken, reuseIntervalSeconds],
  )
  if (!token) return authRefusals.refreshTokenNotFound
  if (token.is_banned) return authRefusals.userBanned
  if (token.session_id === null) return authRefusals.sessionNotFound
  if (!token.is_revoked || token.may_be_repeated) return null
  await database.query('update auth.refresh_tokens set revoked = true where session_id = $1', [
    token.session_id,
  ])
  return authRefusals.refreshTokenAlreadyUsed
}
