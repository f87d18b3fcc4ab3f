import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from 'jose'
import { ProblemError } from '../problem-error.ts'
import type { Visitor } from '../visitor.ts'
import type { Authenticators } from './function-handler.ts'

export type TokenChecks = {
  /** Who must have issued a token. */
  issuer: string
  /** The HS256 secret; without it tokens must be signed with one of the public keys. */
  secret: string | undefined
  publicKeysUrl: string
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu

/** The check of each auth mode. A site's key and origin are checked where the site is looked up. */
export function createAuthenticators(checks: TokenChecks): Authenticators {
  const verify = createVerifier(checks)
  return {
    site: () => Promise.resolve(null),
    visitor: async (request) => readVisitor(await verify(bearerToken(request))),
  }
}

/** Only the algorithm that belongs to the kind of key is taken: a token does not choose its own. */
function createVerifier(checks: TokenChecks): (token: string) => Promise<JWTPayload> {
  const claims = { issuer: checks.issuer, audience: 'authenticated' }
  if (checks.secret !== undefined) {
    const bytes = new TextEncoder().encode(checks.secret)
    const algorithm = { name: 'HMAC', hash: 'SHA-256' }
    const key = crypto.subtle.importKey('raw', bytes, algorithm, false, ['verify'])
    return async (token) =>
      verified(jwtVerify(token, await key, { ...claims, algorithms: ['HS256'] }))
  }
  const publicKeys = createRemoteJWKSet(new URL(checks.publicKeysUrl))
  const algorithms = ['ES256', 'RS256']
  return (token) => verified(jwtVerify(token, publicKeys, { ...claims, algorithms }))
}

async function verified(verification: Promise<{ payload: JWTPayload }>): Promise<JWTPayload> {
  try {
    return (await verification).payload
  } catch (error) {
    const isTokensFault =
      error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)
    throw isTokensFault ? unauthorized() : error
  }
}

function bearerToken(request: Request): string {
  const match = /^Bearer ([\w.~+/-]+=*)$/iu.exec(request.headers.get('authorization') ?? '')
  if (match?.[1] === undefined) throw unauthorized()
  return match[1]
}

function readVisitor(payload: JWTPayload): Visitor {
  const { sub, role } = payload
  if (sub === undefined || !uuid.test(sub) || role !== 'authenticated') throw unauthorized()
  return { id: sub, isAnonymous: payload['is_anonymous'] === true }
}

function unauthorized(): ProblemError {
  return new ProblemError('unauthorized', 'A valid visitor token is required.')
}
