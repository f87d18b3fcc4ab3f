import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose'
import type { TokenSettings } from '../environment.ts'
import { ProblemError } from '../problem-error.ts'
import type { Visitor } from '../visitor.ts'
import { CheckedTokens } from './checked-tokens.ts'
import type { Authenticators } from './function-handler.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu

/** How long to wait before Auth is asked for its public keys again, in milliseconds. */
const keysRetryMs = 2_000

/**
 * The check of each auth mode. A site's key and origin are checked where the site is looked up.
 *
 * @param secretKey of the project; without it nobody counts as the project itself
 */
export function createAuthenticators(settings: TokenSettings, secretKey?: string) {
  const verify = createVerifier(settings)
  const checked = new CheckedTokens()
  return {
    none: () => Promise.resolve(null),
    site: () => Promise.resolve(null),
    visitor: async (request: Request) => {
      const token = bearerToken(request)
      const known = checked.find(token)
      if (known !== undefined) return known
      const payload = await verify(token)
      const visitor = readVisitor(payload)
      checked.keep(token, visitor, payload.exp)
      return visitor
    },
    service: async (request: Request) => {
      const shown = request.headers.get('apikey') ?? ''
      const isProject =
        secretKey !== undefined && (await digest(shown)) === (await digest(secretKey))
      if (!isProject)
        throw new ProblemError('unauthorized', 'The project’s secret key is required.')
      return null
    },
  } satisfies Authenticators
}

/**
 * Each algorithm has its own kind of key: HS256 the secret, ES256 and RS256 public keys. A token names its
 * algorithm itself, so a key of one kind must never serve the other: everybody knows the public ones.
 */
function createVerifier(settings: TokenSettings): (token: string) => Promise<JWTPayload> {
  const { issuer } = settings
  const secret = settings.secret === undefined ? undefined : importSecret(settings.secret)
  const publicKey = publicKeyFinder(settings)
  const keyFor: JWTVerifyGetKey = async (header, token) => {
    if (header.alg !== 'HS256') return publicKey(header, token)
    if (secret === undefined) throw unauthorized()
    return secret
  }
  const options = { issuer, audience: 'authenticated', algorithms: ['HS256', 'ES256', 'RS256'] }
  return async (token) => {
    try {
      return (await jwtVerify(token, keyFor, options)).payload
    } catch (error) {
      throw error instanceof errors.JOSEError ? unauthorized() : error
    }
  }
}

function importSecret(secret: string): Promise<CryptoKey> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  return crypto.subtle.importKey('raw', new TextEncoder().encode(secret), algorithm, false, [
    'verify',
  ])
}

/** Keys that are not known yet are asked for at Auth, which may have begun to sign with a new one. */
function publicKeyFinder({ publicKeys, publicKeysUrl }: TokenSettings): JWTVerifyGetKey {
  const known = createLocalJWKSet({ keys: [...publicKeys] })
  const remote = createRemoteJWKSet(new URL(publicKeysUrl))
  return async (header, token) => {
    try {
      return await known(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
    }
    try {
      return await remote(header, token)
    } catch (error) {
      const isTokensFault =
        error instanceof errors.JWKSNoMatchingKey ||
        error instanceof errors.JWKSMultipleMatchingKeys
      if (isTokensFault) throw error
      // A visitor who is told "unauthorized" would take the session for ended.
      throw new ProblemError('auth_unavailable', 'Auth’s public keys cannot be read.', {
        retryAfterMs: keysRetryMs,
      })
    }
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

/** Compared instead of a key, so that the time it takes tells nothing of the key. */
async function digest(key: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key))
  return new TextDecoder('latin1').decode(bytes)
}

function unauthorized(): ProblemError {
  const headers = { 'www-authenticate': 'Bearer' }
  return new ProblemError('unauthorized', 'A valid visitor token is required.', {}, headers)
}
