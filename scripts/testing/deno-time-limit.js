/* global Deno */
/**
 * Loaded by Deno before the tests, for which it has no limit of its own: a test, or a suite of
 * `node:test`, that waits for something that never comes fails, and the next one begins. It is no
 * TypeScript because the runner itself loads it, under the functions' configuration.
 */
const limitMs = 300_000

const register = Deno.test
Deno.test = (test, ...rest) =>
  register(typeof test === 'object' ? { timeout: limitMs, ...test } : test, ...rest)
