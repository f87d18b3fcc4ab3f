import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

test('where there is no browser, Playwright’s is asked for, and a sentence says what to install', async () => {
  const home = await mkdtemp(join(tmpdir(), 'visavis-no-browser-'))
  try {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--eval', `import('./scripts/browser.ts').then((b) => b.findBrowser())`],
      {
        encoding: 'utf8',
        env: {
          HOME: home,
          // Nothing is installed, nobody can install, and nowhere is anything to be had.
          PATH: home,
          PLAYWRIGHT_BROWSERS_PATH: home,
          PLAYWRIGHT_DOWNLOAD_HOST: 'http://127.0.0.1:9',
        },
      },
    )
    assert.match(stdout + stderr, /Failed to (?:download|install)/u)
    assert.match(
      stderr,
      /Install Chromium, Chrome or Edge, or set CHROME_PATH to one, and try again\./u,
    )
  } finally {
    await rm(home, { recursive: true, force: true })
  }
})
