import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { processTree } from './process-tree.ts'
import { median, round } from './statistics.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const warmStarts = 5

type Start = { readyMs: number; rssBytes: number; processes: number }

/** Types `npm start` and ends it again once it says that it is ready. */
async function start(folder: string): Promise<Start> {
  const startedAt = performance.now()
  const child = spawn('npm', ['start', '--', '--folder', folder], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  await ready(child)
  const readyMs = performance.now() - startedAt
  const tree = processTree(child.pid ?? 0)
  const ended = once(child, 'close')
  // As Ctrl-C does, to the whole group.
  process.kill(-(child.pid ?? 0), 'SIGINT')
  await ended
  return {
    readyMs,
    rssBytes: tree.reduce((sum, { rssBytes }) => sum + rssBytes, 0),
    processes: tree.length,
  }
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) throw new Error('npm start has no output')
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('Visavis is ready')) resolve()
    })
    child.once('close', (code) => reject(new Error(`npm start ended with ${code}`)))
  })
}

/** `npm start` with everything installed: on empty data, and again on the data it left. */
export async function measure(): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), 'visavis-start-'))
  try {
    const cold = await start(folder)
    const warm: Start[] = []
    for (let turn = 0; turn < warmStarts; turn += 1) warm.push(await start(folder))
    return {
      coldMs: round(cold.readyMs, 0),
      warmMs: round(median(warm.map(({ readyMs }) => readyMs)), 0),
      rssMb: round(median(warm.map(({ rssBytes }) => rssBytes)) / 1024 ** 2, 0),
      processes: median(warm.map(({ processes }) => processes)),
      warmStarts,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
