import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readEnvironment } from './environment.ts'

const minimal: Record<string, string> = {
  SUPABASE_URL: 'http://localhost:54321/',
  SUPABASE_PUBLISHABLE_KEYS: '{"default":"sb_publishable_a"}',
  SUPABASE_SECRET_KEYS: '{"default":"sb_secret_b"}',
}

const read = (variables: Record<string, string>) => readEnvironment((name) => variables[name])

describe('the environment', () => {
  it('is offline and checks tokens with public keys when nothing more is set', () => {
    assert.deepEqual(read(minimal), {
      supabaseUrl: 'http://localhost:54321',
      publishableKey: 'sb_publishable_a',
      secretKey: 'sb_secret_b',
      tokens: {
        issuer: 'http://localhost:54321/auth/v1',
        secret: undefined,
        publicKeysUrl: 'http://localhost:54321/auth/v1/.well-known/jwks.json',
      },
      model: { kind: 'offline' },
    })
  })

  it('takes a model by its base URL', () => {
    const model = {
      OPENAI_COMPATIBLE_BASE_URL: 'http://localhost:11434/v1/',
      OPENAI_COMPATIBLE_MODEL: 'llama3.2',
    }
    assert.deepEqual(read({ ...minimal, ...model }).model, {
      kind: 'openai-compatible',
      baseUrl: 'http://localhost:11434/v1',
      apiKey: undefined,
      model: 'llama3.2',
    })
  })

  it('takes another issuer than the address it calls', () => {
    const { tokens } = read({ ...minimal, JWT_ISSUER: 'https://auth.example', JWT_SECRET: 's' })
    assert.equal(tokens.issuer, 'https://auth.example')
    assert.equal(tokens.secret, 's')
  })

  it('names what is missing or malformed, and shows no value', () => {
    assert.throws(() => read({ ...minimal, SUPABASE_URL: ' ' }), /SUPABASE_URL is not set/u)
    const wrong = { ...minimal, SUPABASE_SECRET_KEYS: 'sb_secret_b' }
    assert.throws(() => read(wrong), /^Error: SUPABASE_SECRET_KEYS is not JSON$/u)
    const unnamed = { ...minimal, SUPABASE_SECRET_KEYS: '{"other":"sb_secret_b"}' }
    assert.throws(() => read(unnamed), /^Error: SUPABASE_SECRET_KEYS has no "default" key$/u)
    const half = { ...minimal, OPENAI_COMPATIBLE_BASE_URL: 'http://localhost:1/v1' }
    assert.throws(() => read(half), /OPENAI_COMPATIBLE_MODEL is not set/u)
  })
})
