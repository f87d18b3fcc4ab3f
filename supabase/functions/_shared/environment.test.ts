import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Environment, readEnvironment } from './environment.ts'
import type { LogEntry } from './log.ts'

const minimal: Record<string, string> = {
  SUPABASE_URL: 'http://localhost:54321/',
  SUPABASE_PUBLISHABLE_KEYS: '{"default":"sb_publishable_a"}',
  SUPABASE_SECRET_KEYS: '{"default":"sb_secret_b"}',
}

/** What was logged for the settings read last. */
let logged: LogEntry[] = []

function read(variables: Record<string, string>): Environment {
  logged = []
  return readEnvironment(
    (name) => variables[name],
    (entry) => void logged.push(entry),
  )
}

describe('the environment', () => {
  it('is offline and checks tokens with public keys when nothing more is set', () => {
    assert.deepEqual(read(minimal), {
      supabaseUrl: 'http://localhost:54321',
      publishableKey: 'sb_publishable_a',
      secretKey: 'sb_secret_b',
      tokens: {
        issuer: 'http://localhost:54321/auth/v1',
        secret: undefined,
        publicKeys: [],
        publicKeysUrl: 'http://localhost:54321/auth/v1/.well-known/jwks.json',
      },
      providers: {},
      openAiCompatibleModel: undefined,
      routing: {
        limits: { firstTokenMs: 15_000, gapMs: 15_000, thinkingMs: 30_000, totalMs: 60_000 },
        cooldowns: {
          firstMs: 30_000,
          longestMs: 900_000,
          limitedMs: 900_000,
          retiredMs: 86_400_000,
          maxRetryAfterMs: 60_000,
        },
        isHedging: false,
      },
      turnstileSiteKey: undefined,
      anam: undefined,
      tracing: undefined,
      proxyUrl: undefined,
      streamViewLimitMs: 60_000,
    })
  })

  it('takes a model by its base URL', () => {
    const model = {
      OPENAI_COMPATIBLE_BASE_URL: 'http://localhost:11434/v1/',
      OPENAI_COMPATIBLE_MODEL: 'llama3.2',
    }
    const { providers, openAiCompatibleModel } = read({ ...minimal, ...model })
    assert.equal(openAiCompatibleModel, 'llama3.2')
    assert.deepEqual(providers, {
      'openai-compatible': { apiKey: undefined, baseUrl: 'http://localhost:11434/v1' },
    })
  })

  for (const name of [
    'OPENROUTER',
    'GROQ',
    'CEREBRAS',
    'DEEPSEEK',
    'QWEN',
    'GEMINI',
    'ANTHROPIC',
    'OPENAI',
  ]) {
    it(`switches ${name} on by its key, at its own address or another`, () => {
      const id = name.toLowerCase()
      const key = { ...minimal, [`${name}_API_KEY`]: 'sk-1' }
      assert.deepEqual(read(key).providers, { [id]: { apiKey: 'sk-1', baseUrl: undefined } })
      const elsewhere = { ...key, [`${name}_BASE_URL`]: 'https://elsewhere.example/v1/' }
      assert.deepEqual(read(elsewhere).providers, {
        [id]: { apiKey: 'sk-1', baseUrl: 'https://elsewhere.example/v1' },
      })
      const unkeyed = { ...minimal, [`${name}_BASE_URL`]: 'https://elsewhere.example/v1/' }
      assert.deepEqual(read(unkeyed).providers, {})
    })
  }

  it('switches video avatars on by Anam’s key, at its own address or another', () => {
    const key = { ...minimal, ANAM_API_KEY: 'sk-1' }
    assert.deepEqual(read(key).anam, { apiKey: 'sk-1', baseUrl: undefined })
    const elsewhere = { ANAM_BASE_URL: 'https://anam.example/' }
    assert.deepEqual(read({ ...key, ...elsewhere }).anam, {
      apiKey: 'sk-1',
      baseUrl: 'https://anam.example',
    })
    assert.equal(read({ ...minimal, ...elsewhere }).anam, undefined)
  })

  it('has a collector where its address is set', () => {
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.example/' }
    assert.deepEqual(read({ ...minimal, ...endpoint }).tracing, {
      endpoint: 'https://otel.example',
      headers: {},
      serviceName: 'visavis',
    })
    const more = {
      OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%3D%20b, tenant=one==',
      OTEL_SERVICE_NAME: 'shop',
    }
    assert.deepEqual(read({ ...minimal, ...endpoint, ...more }).tracing, {
      endpoint: 'https://otel.example',
      headers: { 'api-key': 'a= b', tenant: 'one==' },
      serviceName: 'shop',
    })
    assert.equal(read({ ...minimal, ...more }).tracing, undefined)
  })

  it('passes over headers for a collector that are none, and names their variable', () => {
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.example' }
    for (const headers of ['api key=secret', 'api-key=%', '=secret']) {
      const { tracing } = read({ ...minimal, ...endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers })
      assert.deepEqual(tracing?.headers, {})
      assert.equal(logged[0]?.['variable'], 'OTEL_EXPORTER_OTLP_HEADERS')
      assert.doesNotMatch(JSON.stringify(logged), /secret/u)
    }
  })

  for (const [wallClockMs, totalMs, streamViewLimitMs] of [
    ['60000', 24_000, 24_000],
    ['150000', 60_000, 60_000],
    ['400000', 120_000, 140_000],
  ] as const) {
    it(`lets an answer end in the second half of a worker’s life of ${wallClockMs} ms`, () => {
      const hosted = { ...minimal, WALL_CLOCK_MS: wallClockMs }
      const { routing, ...settings } = read(hosted)
      assert.equal(routing.limits.totalMs, totalMs)
      assert.equal(settings.streamViewLimitMs, streamViewLimitMs)
      assert.equal(read({ ...hosted, MODEL_TOTAL_MS: '99000' }).routing.limits.totalMs, 99_000)
      assert.equal(read({ ...hosted, STREAM_VIEW_LIMIT_MS: '99000' }).streamViewLimitMs, 99_000)
    })
  }

  it('takes times, cooldowns, hedging and a proxy', () => {
    const { routing, proxyUrl, streamViewLimitMs } = read({
      ...minimal,
      MODEL_FIRST_TOKEN_MS: '1',
      MODEL_GAP_MS: '2',
      MODEL_THINKING_MS: '3',
      MODEL_TOTAL_MS: '4',
      MODEL_COOLDOWN_MS: '6',
      MODEL_COOLDOWN_LONGEST_MS: '7',
      MODEL_COOLDOWN_LIMITED_MS: '8',
      MODEL_COOLDOWN_RETIRED_MS: '9',
      MODEL_RETRY_AFTER_MS: '10',
      MODEL_HEDGE: 'on',
      STREAM_VIEW_LIMIT_MS: '5',
      PROXY_URL: 'http://me:secret@proxy.example:8080',
    })
    assert.deepEqual(routing, {
      limits: { firstTokenMs: 1, gapMs: 2, thinkingMs: 3, totalMs: 4 },
      cooldowns: { firstMs: 6, longestMs: 7, limitedMs: 8, retiredMs: 9, maxRetryAfterMs: 10 },
      isHedging: true,
    })
    assert.equal(streamViewLimitMs, 5)
    assert.equal(proxyUrl, 'http://me:secret@proxy.example:8080')
  })

  for (const [name, value] of [
    ['MODEL_FIRST_TOKEN_MS', '0'],
    ['MODEL_GAP_MS', '1.5'],
    ['MODEL_THINKING_MS', '-1'],
    ['MODEL_TOTAL_MS', '2147483648'],
    ['MODEL_COOLDOWN_MS', 'long'],
    ['STREAM_VIEW_LIMIT_MS', '10s'],
    ['WALL_CLOCK_MS', '400 s'],
    ['MODEL_HEDGE', 'perhaps'],
    ['MODEL_HEDGE', 'yes'],
    ['PROXY_URL', 'me:secret@proxy.example:8080'],
    ['GROQ_BASE_URL', 'localhost:8080'],
    ['OPENAI_COMPATIBLE_BASE_URL', 'localhost:8080'],
    ['OPENAI_COMPATIBLE_BASE_URL', 'http://'],
    ['ANAM_BASE_URL', 'localhost:8080'],
  ] as const) {
    it(`does without ${name}=${value}, and tells the log its name and not its value`, () => {
      const usual = read(minimal)
      assert.deepEqual(read({ ...minimal, [name]: value }), usual)
      assert.deepEqual(
        logged.map(({ level, event, variable }) => [level, event, variable]),
        [['warn', 'setting-ignored', name]],
      )
      assert.ok(!JSON.stringify(logged).includes(value))
    })
  }

  it('asks no provider past a proxy that cannot be read', () => {
    const { providers } = read({ ...minimal, GROQ_API_KEY: 'sk-1', PROXY_URL: 'socks5://proxy' })
    assert.deepEqual(providers, {})
  })

  it('sends nothing to a provider’s own address when another one was meant', () => {
    const faulty = {
      GROQ_API_KEY: 'sk-1',
      GROQ_BASE_URL: 'gateway.example',
      ANAM_API_KEY: 'sk-2',
      ANAM_BASE_URL: 'gateway.example',
    }
    const { providers, anam } = read({ ...minimal, ...faulty, OPENAI_API_KEY: 'sk-3' })
    assert.deepEqual(providers, { openai: { apiKey: 'sk-3', baseUrl: undefined } })
    assert.equal(anam, undefined)
    assert.deepEqual(
      logged.map(({ variable }) => variable),
      ['GROQ_BASE_URL', 'ANAM_BASE_URL'],
    )
  })

  it('leaves a server without a model off, and says so', () => {
    const half = { OPENAI_COMPATIBLE_BASE_URL: 'http://localhost:1/v1', GROQ_API_KEY: 'sk-1' }
    const { providers, openAiCompatibleModel } = read({ ...minimal, ...half })
    assert.deepEqual(Object.keys(providers), ['groq'])
    assert.equal(openAiCompatibleModel, undefined)
    assert.deepEqual(logged, [
      {
        level: 'warn',
        event: 'setting-ignored',
        variable: 'OPENAI_COMPATIBLE_BASE_URL',
        problem: 'has no OPENAI_COMPATIBLE_MODEL beside it',
      },
    ])
  })

  it('takes another issuer than the address it calls', () => {
    const { tokens } = read({ ...minimal, JWT_ISSUER: 'https://auth.example', JWT_SECRET: 's' })
    assert.equal(tokens.issuer, 'https://auth.example')
    assert.equal(tokens.secret, 's')
  })

  it('takes Auth’s public keys as the host hands them over, and no other keys of theirs', () => {
    const elliptic = { kty: 'EC', kid: 'one', crv: 'P-256', x: 'AQ', y: 'Ag', alg: 'ES256' }
    const rsa = { kty: 'RSA', kid: 'two', n: 'Aw', e: 'AQAB', use: 'sig' }
    const symmetric = { kty: 'oct', k: 'c2VjcmV0' }
    const edwards = { kty: 'OKP', crv: 'Ed25519', x: 'BA' }
    const keys = [symmetric, elliptic, edwards, rsa]
    for (const set of [{ keys }, keys, { keys, more: 1 }]) {
      const { tokens } = read({ ...minimal, SUPABASE_JWKS: JSON.stringify(set) })
      assert.deepEqual(tokens.publicKeys, [elliptic, rsa])
    }
    for (const none of ['', ' ', '[]', '{"keys":[]}']) {
      assert.deepEqual(read({ ...minimal, SUPABASE_JWKS: none }).tokens.publicKeys, [])
    }
  })

  const sound = { kty: 'EC', kid: 'one', crv: 'P-256', x: 'AQ', y: 'Ag' }
  for (const set of ['sb_secret_b', 'null', '"text"', '{}', '{"keys":{}}']) {
    it(`does without SUPABASE_JWKS=${set}, and does not quote it`, () => {
      assert.deepEqual(read({ ...minimal, SUPABASE_JWKS: set }), read(minimal))
      read({ ...minimal, SUPABASE_JWKS: set })
      assert.deepEqual(logged, [
        {
          level: 'warn',
          event: 'setting-ignored',
          variable: 'SUPABASE_JWKS',
          problem: 'is not a JSON Web Key Set',
        },
      ])
    })
  }
  for (const key of [
    'a',
    null,
    { kid: 'one' },
    { kty: 'EC', crv: 'P-256', x: 'AQ' },
    { kty: 'RSA', n: 'Aw', e: '+/=' },
    { ...sound, d: 'AA' },
  ]) {
    it(`passes over ${JSON.stringify(key)} in SUPABASE_JWKS, and not what is beside it`, () => {
      const set = JSON.stringify({ keys: [key, sound] })
      assert.deepEqual(read({ ...minimal, SUPABASE_JWKS: set }).tokens.publicKeys, [sound])
      assert.deepEqual(
        logged.map(({ variable }) => variable),
        ['SUPABASE_JWKS'],
      )
    })
  }

  it('names what is missing or malformed, and shows no value', () => {
    assert.throws(() => read({ ...minimal, SUPABASE_URL: ' ' }), /SUPABASE_URL is not set/u)
    const wrong = { ...minimal, SUPABASE_SECRET_KEYS: 'sb_secret_b' }
    assert.throws(() => read(wrong), /^Error: SUPABASE_SECRET_KEYS is not JSON$/u)
    const unnamed = { ...minimal, SUPABASE_SECRET_KEYS: '{"other":"sb_secret_b"}' }
    assert.throws(() => read(unnamed), /^Error: SUPABASE_SECRET_KEYS has no "default" key$/u)
  })
})
