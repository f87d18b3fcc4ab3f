import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { test } from 'node:test'
import { call, visit } from './call-page.ts'
import { setStage } from './stage.ts'

const stage = setStage()

test('a click brings a face that says the greeting, with captions', async () => {
  const visitor = await call(stage)
  await visitor.face.waitFor()
  await visitor.told('visavis-mind-state-change', 'speaking')
  await visitor.told('visavis-caption')
  assert.ok(await visitor.page.locator('visavis-call .captions b').innerText())
})

test('a face that speaks loads nothing that its size is not reckoned of, but the synthesiser', async () => {
  const before = stage.widget.requestedPaths.length
  const visitor = await call(stage)
  await visitor.told('visavis-caption')
  const text = await readFile(new URL('../../.size-limit.json', import.meta.url), 'utf8')
  const sizes = JSON.parse(text) as { name: string; path: string[] }[]
  const { path: reckoned } = sizes.find(({ name }) => /drawn face.*English/.test(name)) as {
    path: string[]
  }
  // All portraits are drawn alike: the largest stands for each.
  const names = reckoned.map((path) => basename(path, '*.js'))
  const known = [...names, 'nora-', 'espeak-', 'voices/espeak/']
  const loaded = stage.widget.requestedPaths
    .slice(before)
    .map((path) => path.replace(/^\/(?:assets\/)?/, ''))
  assert.ok(loaded.length > 5)
  assert.deepEqual(
    loaded.filter((name) => !known.some((begin) => name.startsWith(begin))),
    [],
  )
})

test('a call ends with everything that was said kept', async () => {
  const visitor = await call(stage)
  const ended = visitor.nextEnd()
  await visitor.send('Good evening')
  await ended
  await visitor.button('End the call').click()
  await visitor.told('visavis-call-end', 'ended')

  await visitor.face.waitFor({ state: 'detached' })
  assert.deepEqual(await visitor.texts(visitor.visitorMessages), ['Good evening'])
  await visitor.button('Talk aloud').waitFor()
})

test('a second tab asks before it takes the call over, and the first one goes on in writing', async () => {
  const first = await call(stage)
  const second = await visit(stage, { page: await first.page.context().newPage() })
  await second.button('Talk aloud').click()
  await second.button('Go on here').click()

  await second.told('visavis-call-start')
  await first.told('visavis-call-end', 'taken-over')
  await first.composer.waitFor()
})

test('a page with a strict policy and Trusted Types has nothing to object to in a call', async () => {
  const page = await stage.newVisitor({ locale: 'en-US' })
  await page.addInitScript(() => {
    const violations: string[] = []
    Object.assign(globalThis, { violations })
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      violations.push(`${violatedDirective}: ${blockedURI}`),
    )
  })
  const visitor = await call(stage, { path: 'strict', page })
  const ended = visitor.nextEnd()
  await visitor.send('Good evening')
  await ended
  await visitor.told('visavis-turn-step', 'first-sound')
  const violations = await page.evaluate(
    () => (globalThis as unknown as { violations: string[] }).violations,
  )
  assert.deepEqual(violations, [])
})

test('a microphone that is refused is named, and the call goes on', async () => {
  const visitor = await call(stage)
  await visitor.button('Microphone').click()
  await visitor.page.locator('visavis-call .note, visavis-question').waitFor()
  assert.ok(await visitor.face.isVisible())
})
