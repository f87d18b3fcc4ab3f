import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { closeServer, listenOnFreePort } from './stack/listen.ts'

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

for (const [address, path] of [
  ['https://a.example/shop', '/shop'],
  ['https://a.example/?from=1#here', '/?from=1#here'],
  ['https://a.example/', null],
  ['https://*.a.example', null],
] as const) {
  test(`${address} is stored as an origin, and what is left out of it is told`, async () => {
    // A project that has nothing yet, and keeps what it is given.
    const project = createServer((incoming, outgoing) => {
      void text(incoming).then((row) => outgoing.end(row ? `[${row}]` : '[]'))
    })
    const SUPABASE_URL = `http://127.0.0.1:${await listenOnFreePort(project, 0)}`
    const child = spawn(process.execPath, ['scripts/run.mjs', 'site', 'add', 'Shop', address], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, SUPABASE_URL, SUPABASE_SECRET_KEY: 'sb_secret_1' },
    })
    const closed = once(child, 'close')
    const told = await text(child.stdout)
    assert.deepEqual(await closed, [0, null])
    await closeServer(project)

    const origin = address.replace(path ?? /\/$/u, '')
    assert.ok(told.startsWith(`"Shop" is made, for ${origin}\n`), told)
    const note = path && `An origin has no path: "${path}" is left out, and every page of ${origin}`
    assert.equal(told.includes('An origin has no path'), note !== null)
    if (note) assert.ok(told.includes(note), told)
  })
}
