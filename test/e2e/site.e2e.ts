import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listenTo } from '../fixtures/microphone/listen-to.ts'
import { callFlags } from '../../scripts/browser.ts'
import { companionOn } from './companion-page.ts'
import { setStage } from './stage.ts'

const stage = setStage({ site: true, flags: callFlags })

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

test('a Russian page meets a Russian companion', async () => {
  const page = await stage.newVisitor({ locale: 'ru-RU' })
  await page.goto(new URL('ru/', stage.stack.siteUrl ?? '').href)
  const companion = companionOn(page)
  await companion.composer.waitFor()
  const answer = await companion.ask('Здравствуйте! Мне грустно')
  assert.match(answer, /\p{Script=Cyrillic}/u)
})

test('the live stand times a turn, and says honestly who talks', async () => {
  const page = await stage.newVisitor({ locale: 'en-US' })
  await page.goto(new URL('live-stand/', stage.stack.siteUrl ?? '').href)
  const companion = companionOn(page)
  await companion.button('Talk aloud').click()
  await page.getByText('drawn in this page').waitFor()
  await companion.send('Good evening')
  const turn = page.locator('.turn').first()
  await turn.getByText('first sound after').waitFor()
  await page.getByText('none was asked').waitFor()
  // Known once the answer is written to its end: no model has had a part in it.
  await turn.getByText('rules asked').waitFor()
  const steps = await turn.locator('.step').allInnerTexts()
  assert.deepEqual(steps, ['rules asked', 'first word', 'first sound'])
})

test('a page of another site has the widget from its sources, which speaks, hears and answers', async () => {
  const page = await stage.newVisitor({ locale: 'en-US' })
  await listenTo(page, [])
  await page.goto(stage.stack.foreignUrl ?? '')
  const companion = companionOn(page)
  await companion.open()
  await companion.button('Talk aloud').click()
  await page.locator('visavis-call .captions b').waitFor()
  const noiseSuppression = page.waitForResponse(/rnnoise/u)
  await companion.button('Microphone').click()
  await companion.microphoneIs('on')
  assert.equal((await noiseSuppression).status(), 200)
  assert.match(await companion.ask('Good evening'), /\S/u)
})
