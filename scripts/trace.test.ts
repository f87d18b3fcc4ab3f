import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { readEntry, recordTo } from './stack/functions/function-log.ts'

const requestId = '5f0c2f7c-3d0e-4a0e-8a58-0f4a2f7f8f11'
const entries: [functionName: string, entry: object][] = [
  ['session', { level: 'info', event: 'request', requestId: 'another', status: 200 }],
  ['chat', { level: 'info', event: 'request', requestId, route: 'converse', status: 200 }],
  ['chat', { level: 'warn', event: 'model-failed', messageId: 'm1', code: 'status_429' }],
  ['chat', { level: 'warn', event: 'model-failed', messageId: 'm2', code: 'status_500' }],
  ['chat', { level: 'info', event: 'turn', requestId: 'another', streamId: 's0', messageId: 'm1' }],
  [
    'chat',
    { level: 'info', event: 'turn', requestId, streamId: 's1', messageId: 'm1', code: null },
  ],
]

let folder: string

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visavis-trace-'))
})
after(() => rm(folder, { recursive: true, force: true }))

/** What the command prints, and whether it ended well. */
function trace(
  ...parameters: string[]
): Promise<{ stdout: string; stderr: string; code?: number }> {
  return promisify(execFile)(process.execPath, [
    ...['--import', 'tsx', 'scripts/trace.ts', ...parameters],
  ]).catch((error: { stdout: string; stderr: string; code: number }) => error)
}

test('a request is told with its turn and the failures on its way, in order', async () => {
  const file = join(folder, 'functions.log')
  const record = await recordTo(file)
  for (const [name, entry] of entries) {
    record(readEntry(name, JSON.stringify(entry)) ?? assert.fail('no entry'))
  }
  let stdout = ''
  // What was written last is in the file a moment later.
  while (!stdout.includes('turn')) stdout = (await trace(requestId, file)).stdout
  const lines = stdout.trim().split('\n')
  assert.deepEqual(
    lines.map((line) => /request|model-failed|turn/u.exec(line)?.[0]),
    ['request', 'model-failed', 'turn'],
  )
  assert.match(lines[1] ?? '', /warn.*chat.*code=status_429/u)
})

test('a request that is in no log is answered with a sentence', async () => {
  const { stderr, code } = await trace(requestId, join(folder, 'none.log'))
  assert.match(stderr, /^There is no log in .*none\.log\.\n$/u)
  assert.equal(code, 1)
})

test('what a function prints besides is no entry', () => {
  for (const line of ['Listening', '{"a":', '{"level":"info"}', '[]', '{"level":1,"event":"x"}']) {
    assert.equal(readEntry('chat', line), undefined)
  }
})
