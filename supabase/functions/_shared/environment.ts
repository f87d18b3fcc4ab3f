/** How visitors' tokens are checked. */
export type TokenSettings = {
  issuer: string
  /** The shared HS256 secret of a self-hosted or local project; without it, Auth's public keys count. */
  secret: string | undefined
  publicKeysUrl: string
}

/** Which model answers. */
export type ModelChoice =
  | { kind: 'offline' }
  | { kind: 'openai-compatible'; baseUrl: string; apiKey: string | undefined; model: string }

export type Environment = {
  supabaseUrl: string
  /** For browsers. */
  publishableKey: string
  /** For this server only. */
  secretKey: string
  tokens: TokenSettings
  model: ModelChoice
}

/**
 * The settings of a function, as hosted Supabase names them; the only reader of the environment.
 *
 * @throws Error naming the variable that is missing or malformed, never its value
 */
export function readEnvironment(read: (name: string) => string | undefined): Environment {
  const optional = (name: string) => read(name)?.trim() || undefined
  const required = (name: string) => {
    const value = optional(name)
    if (value === undefined) throw new Error(`${name} is not set`)
    return value
  }

  const supabaseUrl = withoutTrailingSlash(required('SUPABASE_URL'))
  const auth = `${supabaseUrl}/auth/v1`
  return {
    supabaseUrl,
    publishableKey: defaultKey('SUPABASE_PUBLISHABLE_KEYS', required),
    secretKey: defaultKey('SUPABASE_SECRET_KEYS', required),
    tokens: {
      issuer: optional('JWT_ISSUER') ?? auth,
      secret: optional('JWT_SECRET'),
      publicKeysUrl: `${auth}/.well-known/jwks.json`,
    },
    model: readModelChoice(optional, required),
  }
}

function readModelChoice(
  optional: (name: string) => string | undefined,
  required: (name: string) => string,
): ModelChoice {
  const baseUrl = optional('OPENAI_COMPATIBLE_BASE_URL')
  if (baseUrl === undefined) return { kind: 'offline' }
  return {
    kind: 'openai-compatible',
    baseUrl: withoutTrailingSlash(baseUrl),
    apiKey: optional('OPENAI_COMPATIBLE_API_KEY'),
    model: required('OPENAI_COMPATIBLE_MODEL'),
  }
}

/** Supabase hands keys over as a JSON object of name → key; ours is the one named `default`. */
function defaultKey(name: string, required: (name: string) => string): string {
  const text = required(name)
  let keys: unknown
  try {
    keys = JSON.parse(text)
  } catch {
    throw new Error(`${name} is not JSON`)
  }
  const key: unknown =
    typeof keys === 'object' && keys !== null && 'default' in keys ? keys.default : undefined
  if (typeof key !== 'string' || key === '') throw new Error(`${name} has no "default" key`)
  return key
}

function withoutTrailingSlash(url: string): string {
  return url.replace(/\/+$/u, '')
}
