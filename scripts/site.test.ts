import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'

for (const [given, missing] of [
  ['SUPABASE_URL', 'SUPABASE_SECRET_KEY'],
  ['SUPABASE_SECRET_KEY', 'SUPABASE_URL'],
] as const) {
  test(`${given} alone leads nowhere, and least of all to the stack of this machine`, async () => {
    const environment = { [missing]: '', [given]: 'https://project.invalid' }
    const child = spawn(process.execPath, ['scripts/run.mjs', 'site', 'list'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...environment },
    })
    const closed = once(child, 'close')

    assert.match(await text(child.stderr), new RegExp(`^Set ${missing}, too, .+\\n$`, 'u'))
    assert.deepEqual(await closed, [1, null])
  })
}
