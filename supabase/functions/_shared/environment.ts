import { longestTimerMs } from './domain/clock.ts'
import type { ModelLimits } from './domain/routing/attempt-clock.ts'
import { defaultCooldowns, type CooldownSettings } from './domain/routing/cooldown.ts'
import type { Log } from './log.ts'
import { publicKeysOf, type PublicKey } from './public-keys.ts'
import { ProviderId } from './wire/model.ts'

/** How visitors' tokens are checked. */
export type TokenSettings = {
  /** Who must have issued them; behind a gateway, another address than the one functions call. */
  issuer: string
  /** The shared HS256 secret of a self-hosted or local project, or of one that is older than public keys. */
  secret: string | undefined
  /** Auth's public keys, as far as the host handed them over. */
  publicKeys: readonly PublicKey[]
  /** Where the others are. */
  publicKeysUrl: string
}

/** How a provider that is switched on is reached. */
export type ProviderAccess = {
  /** Undefined for local servers that want none. */
  apiKey: string | undefined
  /** Instead of the provider's own; up to and without `/chat/completions`. */
  baseUrl: string | undefined
}

/** Those that are switched on. */
export type Providers = Partial<Record<ProviderId, ProviderAccess>>

/** How Anam is reached, once its key has switched it on. */
export type AnamAccess = {
  apiKey: string
  /** Instead of Anam's own; visitors' browsers go there, too. */
  baseUrl: string | undefined
}

/** The collector that spans are sent to. */
export type TracingSettings = {
  /** Up to and without `/v1/traces`. */
  endpoint: string
  /** What it wants beside, such as a key. */
  headers: Readonly<Record<string, string>>
  serviceName: string
}

export type RoutingSettings = {
  limits: ModelLimits
  cooldowns: CooldownSettings
  /** Whether a second model may be asked while a slow first one has not answered. */
  isHedging: boolean
}

export type Environment = {
  supabaseUrl: string
  /** For browsers. */
  publishableKey: string
  /** For this server only. */
  secretKey: string
  tokens: TokenSettings
  providers: Providers
  /** The name of the model behind `OPENAI_COMPATIBLE_BASE_URL`. */
  openAiCompatibleModel: string | undefined
  routing: RoutingSettings
  /** Cloudflare Turnstile's public key, where Auth asks new visitors for its token. */
  turnstileSiteKey: string | undefined
  /** Anam's video avatars; undefined while they are switched off. */
  anam: AnamAccess | undefined
  /** Undefined while nothing is traced. */
  tracing: TracingSettings | undefined
  /** An HTTP proxy, perhaps with credentials, through which the providers are asked. */
  proxyUrl: string | undefined
  /** After how long a reader of a stream is asked to come back, before the platform cuts it off. */
  streamViewLimitMs: number
}

/**
 * The settings of a function, as hosted Supabase names them; the only reader of the environment. What
 * can be done without and is faulty is off or has its default, and the log names it, never its value.
 *
 * @throws Error naming the variable that is needed and missing or malformed, never its value
 */
export function readEnvironment(read: (name: string) => string | undefined, log: Log): Environment {
  const optional: Read = Object.assign((name: string) => read(name)?.trim() || undefined, {
    ignore: (variable: string, problem: string) =>
      log({ level: 'warn', event: 'setting-ignored', variable, problem }),
  })
  const required = (name: string) => {
    const value = optional(name)
    if (value === undefined) throw new Error(`${name} is not set`)
    return value
  }

  const supabaseUrl = withoutTrailingSlash(required('SUPABASE_URL'))
  const auth = `${supabaseUrl}/auth/v1`
  const proxyUrl = url('PROXY_URL', optional)
  const longestMs = longestRequestMs(milliseconds('WALL_CLOCK_MS', optional, shortestLifeMs))
  return {
    supabaseUrl,
    publishableKey: defaultKey('SUPABASE_PUBLISHABLE_KEYS', required),
    secretKey: defaultKey('SUPABASE_SECRET_KEYS', required),
    tokens: {
      issuer: optional('JWT_ISSUER') ?? auth,
      secret: optional('JWT_SECRET'),
      publicKeys: readPublicKeys('SUPABASE_JWKS', optional),
      publicKeysUrl: `${auth}/.well-known/jwks.json`,
    },
    // Nobody is asked past a proxy that was meant and cannot be read.
    ...(proxyUrl === null ? noProviders : readProviders(optional)),
    routing: {
      limits: {
        firstTokenMs: milliseconds('MODEL_FIRST_TOKEN_MS', optional, 15_000),
        gapMs: milliseconds('MODEL_GAP_MS', optional, 15_000),
        thinkingMs: milliseconds('MODEL_THINKING_MS', optional, 30_000),
        totalMs: milliseconds('MODEL_TOTAL_MS', optional, Math.min(120_000, longestMs)),
      },
      cooldowns: readCooldowns(optional),
      isHedging: isOn('MODEL_HEDGE', optional),
    },
    turnstileSiteKey: optional('TURNSTILE_SITE_KEY'),
    anam: readAnam(optional),
    tracing: readTracing(optional),
    proxyUrl: proxyUrl ?? undefined,
    streamViewLimitMs: milliseconds('STREAM_VIEW_LIMIT_MS', optional, Math.min(140_000, longestMs)),
  }
}

type Read = {
  (name: string): string | undefined
  /** Says that a setting is passed over, and why. */
  ignore(name: string, problem: string): void
}

function readCooldowns(optional: Read): CooldownSettings {
  const { firstMs, longestMs, limitedMs, retiredMs, maxRetryAfterMs } = defaultCooldowns
  return {
    firstMs: milliseconds('MODEL_COOLDOWN_MS', optional, firstMs),
    longestMs: milliseconds('MODEL_COOLDOWN_LONGEST_MS', optional, longestMs),
    limitedMs: milliseconds('MODEL_COOLDOWN_LIMITED_MS', optional, limitedMs),
    retiredMs: milliseconds('MODEL_COOLDOWN_RETIRED_MS', optional, retiredMs),
    maxRetryAfterMs: milliseconds('MODEL_RETRY_AFTER_MS', optional, maxRetryAfterMs),
  }
}

const noProviders = { providers: {}, openAiCompatibleModel: undefined }

/** A provider is switched on by its key; the one that may have none, by its address and a model. */
function readProviders(optional: Read): Pick<Environment, 'providers' | 'openAiCompatibleModel'> {
  const providers: Providers = {}
  let openAiCompatibleModel: string | undefined
  for (const id of ProviderId.options) {
    const prefix = id.toUpperCase().replaceAll('-', '_')
    const apiKey = optional(`${prefix}_API_KEY`)
    const baseUrl = url(`${prefix}_BASE_URL`, optional)
    if (baseUrl === null) continue
    if (id !== 'openai-compatible') {
      if (apiKey !== undefined) providers[id] = { apiKey, baseUrl }
    } else if (baseUrl !== undefined) {
      openAiCompatibleModel = optional('OPENAI_COMPATIBLE_MODEL')
      if (openAiCompatibleModel !== undefined) providers[id] = { apiKey, baseUrl }
      else optional.ignore('OPENAI_COMPATIBLE_BASE_URL', 'has no OPENAI_COMPATIBLE_MODEL beside it')
    }
  }
  return { providers, openAiCompatibleModel }
}

function readAnam(optional: Read): AnamAccess | undefined {
  const apiKey = optional('ANAM_API_KEY')
  const baseUrl = url('ANAM_BASE_URL', optional)
  return apiKey === undefined || baseUrl === null ? undefined : { apiKey, baseUrl }
}

/** By OpenTelemetry's own names: https://opentelemetry.io/docs/specs/otel/protocol/exporter/ */
function readTracing(optional: Read): TracingSettings | undefined {
  const endpoint = url('OTEL_EXPORTER_OTLP_ENDPOINT', optional)
  if (!endpoint) return undefined
  const headers = readHeaders('OTEL_EXPORTER_OTLP_HEADERS', optional)
  return { endpoint, headers, serviceName: optional('OTEL_SERVICE_NAME') ?? 'visavis' }
}

/** As in `api-key=secret,tenant=a%20b`. */
function readHeaders(name: string, optional: Read): Record<string, string> {
  const headers = new Headers()
  try {
    for (const pair of optional(name)?.split(',') ?? []) {
      const [header = '', ...value] = pair.split('=')
      headers.set(header.trim(), decodeURIComponent(value.join('=').trim()))
    }
  } catch {
    optional.ignore(name, 'is not a list of name=value')
    return {}
  }
  return Object.fromEntries(headers)
}

/** How long a worker lives on Supabase's free plan, the shortest life of those it offers. */
const shortestLifeMs = 150_000

/**
 * How long a request has at least in a worker that lives for so long: it is given none in the second half
 * of its life, and told at nine tenths that its time is nearly over.
 */
function longestRequestMs(wallClockMs: number): number {
  return Math.ceil((0.9 - 0.5) * wallClockMs)
}

function milliseconds(name: string, optional: Read, fallback: number): number {
  const text = optional(name)
  if (text === undefined) return fallback
  const value = Number(text)
  if (/^\d+$/u.test(text) && value >= 1 && value <= longestTimerMs) return value
  optional.ignore(name, `is not a whole number of milliseconds from 1 to ${longestTimerMs}`)
  return fallback
}

function isOn(name: string, optional: Read): boolean {
  const text = optional(name) ?? 'off'
  if (text === 'on' || text === 'off') return text === 'on'
  optional.ignore(name, 'is neither "on" nor "off"')
  return false
}

/** `null` for an address that cannot be read: what is meant for it must not go elsewhere instead. */
function url(name: string, optional: Read): string | null | undefined {
  const text = optional(name)
  if (text === undefined) return undefined
  if (/^https?:/iu.test(text) && URL.canParse(text)) return withoutTrailingSlash(text)
  optional.ignore(name, 'is not an http or https URL')
  return null
}

/** Keys that are not there, or faulty, are fetched from Auth when a token needs one. */
function readPublicKeys(name: string, optional: Read): readonly PublicKey[] {
  const text = optional(name)
  if (text === undefined) return []
  const set = publicKeysOf(parseJson(text))
  if (set === undefined) optional.ignore(name, 'is not a JSON Web Key Set')
  else if (!set.isSound)
    optional.ignore(name, 'has keys that are broken or private: only the others count')
  return set?.publicKeys ?? []
}

/** Undefined when it is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Supabase hands keys over as a JSON object of name → key; ours is the one named `default`. */
function defaultKey(name: string, required: (name: string) => string): string {
  const keys = parseJson(required(name))
  if (keys === undefined) throw new Error(`${name} is not JSON`)
  const key: unknown =
    typeof keys === 'object' && keys !== null && 'default' in keys ? keys.default : undefined
  if (typeof key !== 'string' || key === '') throw new Error(`${name} has no "default" key`)
  return key
}

function withoutTrailingSlash(url: string): string {
  return url.replace(/\/+$/u, '')
}
