import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { build } from 'vite'
import { keepFormerRelease } from './keep-former-release.ts'

test('a release keeps the files of the one before, and no older ones', async () => {
  const root = mkdtempSync(join(tmpdir(), 'visavis-release-'))
  try {
    mkdirSync(join(root, 'public'))
    /** Builds a page whose script and whose public chunk are named by what they say. */
    const release = async (name: string) => {
      writeFileSync(join(root, 'index.html'), '<script type="module" src="./main.js"></script>')
      writeFileSync(join(root, 'main.js'), `document.title = '${name}'`)
      rmSync(join(root, 'public'), { recursive: true })
      mkdirSync(join(root, 'public'))
      writeFileSync(join(root, `public/talk-${name}.js`), '')
      await build({
        configFile: false,
        root,
        logLevel: 'error',
        plugins: [keepFormerRelease()],
        build: { emptyOutDir: false },
      })
      const files = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' })
      return {
        talks: files.filter((file) => file.startsWith('talk-')).sort(),
        scripts: files.filter((file) => file.endsWith('.js') && file.startsWith('assets')).length,
      }
    }
    assert.deepEqual(await release('one'), { talks: ['talk-one.js'], scripts: 1 })
    const both = { talks: ['talk-one.js', 'talk-two.js'], scripts: 2 }
    assert.deepEqual(await release('two'), both)
    assert.deepEqual(await release('two'), both)
    assert.deepEqual(await release('three'), {
      talks: ['talk-three.js', 'talk-two.js'],
      scripts: 2,
    })
  } finally {
    rmSync(root, { recursive: true })
  }
})
