import assert from 'node:assert/strict'
import { test } from 'node:test'
import { strictContentSecurityPolicy } from './content-security-policy.ts'

test('the policy grants what the guide says, on the addresses of this site', () => {
  const origins = { siteUrl: 'http://localhost:1', apiUrl: 'http://localhost:2' }
  const directives = strictContentSecurityPolicy(origins).split('; ')
  assert.ok(directives.includes("script-src http://localhost:1 'wasm-unsafe-eval'"))
  assert.ok(directives.includes('connect-src http://localhost:2 http://localhost:1'))
  assert.ok(directives.includes('trusted-types lit-html'))
})
