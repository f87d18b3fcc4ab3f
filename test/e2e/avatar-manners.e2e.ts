import assert from 'node:assert/strict'
import { test } from 'node:test'
import { call, type CallPage, visit } from './call-page.ts'
import { setModelStage, story } from './heard-answer.ts'

const model = setModelStage()

const silencers: [name: string, silence: (visitor: CallPage) => Promise<void>][] = [
  [
    'the chat is cleared',
    async (visitor) => {
      await visitor.button('Menu').click()
      await visitor.page.getByRole('menuitem', { name: 'Clear this chat' }).click()
      await visitor.button('Clear').click()
    },
  ],
  [
    'a new chat begins',
    async (visitor) => {
      await visitor.button('Menu').click()
      await visitor.page.getByRole('menuitem', { name: 'New chat' }).click()
    },
  ],
  [
    'it is deleted',
    async (visitor) => {
      await visitor.act(visitor.answers.last(), 'Delete')
      const question = visitor.page.getByRole('alertdialog')
      await question.getByRole('button', { name: 'Delete', exact: true }).click()
    },
  ],
]
for (const [name, silence] of silencers) {
  test(`an answer falls silent when ${name}`, async () => {
    const { visitor, start } = await model.hearWhole(`What if ${name}?`, story)
    await silence(visitor)
    const idle = await visitor.told('visavis-mind-state-change', 'idle', start)
    model.llm.behave((exchange) => {
      exchange.text('Gladly.')
      exchange.finish()
      exchange.done()
    })
    await visitor.send('Something else, please')
    const next = await visitor.told('visavis-message-start', undefined, idle)
    await visitor.told('visavis-caption', 'Gladly', next)
    const told = await visitor.everything()
    assert.ok(!told.slice(idle, next).some(({ type }) => type === 'visavis-caption'))
  })
}

test('another element of the page takes the call over, and the first goes on in writing', async () => {
  const { stage } = model
  const { siteKey } = stage.stack
  const page = await stage.newVisitor({ locale: 'en-US' })
  // The script tag's own launcher would leave as the second comes.
  await page.addInitScript((key) => {
    document.addEventListener('readystatechange', () => {
      if (document.readyState !== 'interactive') return
      const first = document.createElement('psy-avatar')
      document.body.append(Object.assign(first, { siteKey: key, placement: 'floating' }))
    })
  }, siteKey)
  const visitor = await call(stage, { page })
  await page.evaluate((key) => {
    const second = document.createElement('psy-avatar')
    second.id = 'second'
    document.querySelector('main')?.prepend(Object.assign(second, { siteKey: key }))
  }, siteKey)
  const second = page.locator('#second')
  await second.locator('[part~=launcher]').click()
  await second.getByRole('button', { name: 'Talk aloud', exact: true }).click()
  const end = await visitor.told('visavis-call-end', 'taken-over')
  await visitor.told('visavis-call-start', undefined, end)
  assert.equal(await second.locator('visavis-call').count(), 1)
  assert.equal(await page.locator('visavis-call').count(), 1)
})

test('a call that another tab takes over, or a reload ends, leaves the whole conversation in each', async () => {
  const heard = await model.hear('How many ships?', 'One ship a day.')
  const { visitor } = heard
  const page = await visitor.page.context().newPage()
  const other = await visit(model.stage, { page })
  await other.button('Talk aloud').click()
  await other.button('Go on here').click()
  await other.told('visavis-call-start')
  await visitor.told('visavis-call-end', 'taken-over')
  await other.page.reload()
  await other.open()
  heard.end(' Two on Sundays.')
  for (const tab of [visitor, other]) {
    await tab.answers.last().getByText('Two on Sundays.').waitFor()
    assert.deepEqual(await tab.texts(tab.visitorMessages), ['How many ships?'])
    assert.equal((await tab.texts(tab.answers)).at(-1)?.trim(), heard.said())
  }
})
