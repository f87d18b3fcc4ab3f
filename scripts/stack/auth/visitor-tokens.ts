import { decodeJwt, type JWTPayload, SignJWT } from 'jose'
import type { SqlClient } from '../database/sql-client.ts'

type Person = {
  email: string | null
  phone: string | null
  is_anonymous: boolean
  app_metadata: Record<string, unknown>
  user_metadata: Record<string, unknown>
}

export type VisitorTokensOptions = {
  database: Pick<SqlClient, 'query'>
  jwtSecret: string
  /** `<API>/auth/v1`, where the tokens say they come from. */
  issuer: string
}

/** What hosted Auth would have answered where `@supabase/lite` says less. */
export type VisitorTokens = {
  /** The same session with all of hosted Auth's claims, so that policies see what they would there. */
  completeToken(token: string): Promise<string>
  /** Fills what a session or a user in an answer of Auth's lacks; other answers stay as they are. */
  completeAnswer(answer: unknown): Promise<unknown>
}

export function createVisitorTokens(options: VisitorTokensOptions): VisitorTokens {
  const { database, issuer } = options
  const key = new TextEncoder().encode(options.jwtSecret)

  async function findPerson(id: string): Promise<Person | undefined> {
    // Whoever has confirmed an address or a number is anonymous no longer.
    const [person] = await database.query<Person>(
      `select email, phone, raw_app_meta_data as app_metadata, raw_user_meta_data as user_metadata,
              is_anonymous and confirmed_at is null as is_anonymous
       from auth.users where id = $1`,
      [id],
    )
    return person
  }

  async function completeToken(token: string): Promise<string> {
    const claims = decodeJwt(token)
    const person = await findPerson(claims.sub ?? '')
    return person ? sign(completeClaims(claims, person)) : token
  }

  function completeClaims(claims: JWTPayload, person: Person): JWTPayload {
    return {
      ...claims,
      iss: issuer,
      email: person.email ?? '',
      phone: person.phone ?? '',
      app_metadata: person.app_metadata,
      user_metadata: person.user_metadata,
      is_anonymous: person.is_anonymous,
      aal: 'aal1',
      amr: [
        { method: person.is_anonymous ? 'anonymous' : 'password', timestamp: claims.iat ?? null },
      ],
    }
  }

  function sign(claims: JWTPayload): Promise<string> {
    return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(key)
  }

  async function completeUser(user: Record<string, unknown>): Promise<Record<string, unknown>> {
    const person = await findPerson(String(user['id']))
    return person ? { ...user, is_anonymous: person.is_anonymous } : user
  }

  return {
    completeToken,
    async completeAnswer(answer) {
      if (!isRecord(answer)) return answer
      const { access_token: token, user } = answer
      if (typeof token === 'string' && isRecord(user)) {
        const [accessToken, completed] = await Promise.all([
          completeToken(token),
          completeUser(user),
        ])
        return { ...answer, access_token: accessToken, user: completed }
      }
      return 'is_anonymous' in answer ? completeUser(answer) : answer
    },
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
