import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setStage } from './stage.ts'

const stage = setStage()

test('the site opens without an error in the console', async () => {
  const page = await stage.newVisitor()
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(error.message))

  const response = await page.goto(stage.stack.siteUrl ?? '')
  await page.getByRole('heading', { level: 1 }).waitFor()

  assert.equal(response?.status(), 200)
  assert.deepEqual(errors, [])
})

test('an address that is no URL does not take the foreign site down', async () => {
  const { foreignUrl } = stage.stack
  assert.equal((await fetch(`${foreignUrl}/`)).status, 404)
  assert.equal((await fetch(foreignUrl ?? '')).status, 200)
})
