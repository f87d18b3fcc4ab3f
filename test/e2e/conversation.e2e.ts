import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { companionOn, type CompanionPage } from './companion-page.ts'
import { setStage } from './stage.ts'

const stage = setStage()

async function visit(page?: Page): Promise<CompanionPage> {
  const visitor = page ?? (await stage.newVisitor({ locale: 'en-US' }))
  await visitor.goto(stage.widget.hostUrl)
  const companion = companionOn(visitor)
  await companion.open()
  return companion
}

/** Looks from now on, more often than is drawn, how long the first answer is; each length once. */
async function watchGrow(companion: CompanionPage): Promise<() => Promise<number[]>> {
  const lengths = await companion.answers.first().evaluateHandle((greeting) => {
    const seen = new Set<number>()
    const { host } = greeting.getRootNode() as ShadowRoot
    setInterval(() => {
      const answer = host.nextElementSibling?.nextElementSibling?.shadowRoot
      const text = answer?.querySelector('[part~=text]')
      if (text) seen.add(text.textContent.length)
    }, 4)
    return seen
  })
  return () => lengths.evaluate((seen) => [...seen])
}

/** What the database has of the chat in which that was said; PGlite's clock ticks in milliseconds. */
const storedMessages = (visitorText: string) =>
  stage.stack.query<{ role: string; status: string; content: string; parent: string | null }>(
    `select m.role, m.status, m.content, p.role as parent
     from public.messages as m
     left join public.messages as p on p.id = m.parent_id
     where m.chat_id = (select chat_id from public.messages where content = $1)
     order by m.created_at, m.parent_id is null desc, m.role desc`,
    [visitorText],
  )

/** As {@link storedMessages}, once no answer is being written any more. */
async function settledMessages(visitorText: string): ReturnType<typeof storedMessages> {
  for (;;) {
    const rows = await storedMessages(visitorText)
    if (rows.at(-1)?.status !== 'streaming') return rows
    // The database is in this process: whoever asks it without end keeps everybody else waiting.
    await setTimeout(20)
  }
}

test('the words of an answer arrive one after another, and everything said is in the database', async () => {
  const companion = await visit()
  const grown = await watchGrow(companion)
  await companion.ask('Hello, what can you do for me?')

  const lengths = await grown()
  assert.ok(lengths.length >= 5, `only ${lengths.length} states`)
  assert.deepEqual(
    lengths,
    [...lengths].sort((a, b) => a - b),
    'an answer only grows',
  )
  const rows = await storedMessages('Hello, what can you do for me?')
  assert.deepEqual(
    rows.map(({ role, status, parent }) => ({ role, status, parent })),
    [
      { role: 'assistant', status: 'complete', parent: null },
      { role: 'user', status: 'complete', parent: 'assistant' },
      { role: 'assistant', status: 'complete', parent: 'user' },
    ],
  )
})

test('a reload brings the chat back', async () => {
  const companion = await visit()
  const answer = await companion.ask('Please remember this sentence')
  await visit(companion.page)

  await companion.visitorMessages.first().waitFor()
  assert.deepEqual(await companion.texts(companion.visitorMessages), [
    'Please remember this sentence',
  ])
  assert.equal((await companion.texts(companion.answers)).at(-1)?.trim(), answer)
})

test('a second visitor sees none of the first one’s chat', async () => {
  const first = await visit()
  await first.ask('This is between us')
  const second = await visit()
  await second.ask('And who am I?')

  assert.deepEqual(await second.texts(second.visitorMessages), ['And who am I?'])
})

test('nobody is signed in and nothing is stored before the first message', async () => {
  const [before] = await stage.stack.query<{ count: number }>(
    'select count(*)::integer as count from auth.users',
  )
  const companion = await visit()
  const keys = await companion.page.evaluate(() => Object.keys(localStorage))
  const [after] = await stage.stack.query<{ count: number }>(
    'select count(*)::integer as count from auth.users',
  )
  assert.deepEqual(keys, [])
  assert.equal(after?.count, before?.count)
})

test('two tabs show the same conversation', async () => {
  const first = await visit()
  await first.ask('Said in the first tab')
  const second = await visit(await first.page.context().newPage())
  await second.visitorMessages.first().waitFor()

  const answer = await second.ask('Said in the second tab')
  await first.visitorMessages.nth(1).waitFor()
  await first.answers
    .filter({ hasText: answer.slice(0, 20) })
    .first()
    .waitFor()

  assert.deepEqual(await first.texts(first.visitorMessages), [
    'Said in the first tab',
    'Said in the second tab',
  ])
})

test('an answer goes on and is stored when the visitor leaves in its middle', async () => {
  const companion = await visit()
  await companion.send('Tell me something long about loneliness, please')
  await companion.answers.nth(1).locator('[part~=text]').waitFor()
  await companion.page.close()

  const rows = await settledMessages('Tell me something long about loneliness, please')
  assert.equal(rows.at(-1)?.status, 'complete')
  assert.ok((rows.at(-1)?.content.length ?? 0) > 20)
})

test('a reload in the middle of an answer shows it to its end', async () => {
  const companion = await visit()
  await companion.send('I am often sad in the evenings and I do not know why')
  await companion.answers.nth(1).locator('[part~=text]').waitFor()
  await visit(companion.page)
  const rows = await settledMessages('I am often sad in the evenings and I do not know why')

  assert.equal(rows.at(-1)?.status, 'complete')
  const lastWord = /\p{Letter}+(?=\P{Letter}*$)/u.exec(rows.at(-1)?.content ?? '')?.[0] ?? ''
  await companion.answers.nth(1).getByText(lastWord).last().waitFor()
  await companion.button('Send').waitFor()
})

test('another variant of an answer can be asked for, turned to, and is there after a reload', async () => {
  const companion = await visit()
  await companion.ask('I had a quarrel with my brother')
  const ended = companion.nextEnd()
  await companion.act(companion.answers.last(), 'Answer again')
  await ended
  await companion.answers.last().getByText('2/2').waitFor()

  const kept = companion.page.waitForResponse((response) => response.request().method() === 'PATCH')
  await companion.act(companion.answers.last(), 'Previous variant')
  await companion.answers.last().getByText('1/2').waitFor()
  await kept
  await visit(companion.page)
  await companion.answers.last().getByText('1/2').waitFor()
})

test('a deleted message takes what followed it along', async () => {
  const companion = await visit()
  await companion.ask('The first thing')
  await companion.ask('The second thing')
  await companion.act(companion.visitorMessages.nth(1), 'Delete')
  // The message leaves the screen at once, and the database when the server has answered.
  const deleted = companion.page.waitForResponse(
    (response) => response.request().method() === 'DELETE',
  )
  await companion.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await companion.visitorMessages.nth(1).waitFor({ state: 'detached' })
  await deleted

  assert.deepEqual(await companion.texts(companion.visitorMessages), ['The first thing'])
  const rows = await storedMessages('The first thing')
  assert.deepEqual(
    rows.map(({ role }) => role),
    ['assistant', 'user', 'assistant'],
  )
})

test('clearing a chat keeps its greeting, and a new chat begins with one', async () => {
  const companion = await visit()
  await companion.ask('Soon to be cleared')
  const greeting = (await companion.texts(companion.answers))[0]
  await companion.button('Menu').click()
  await companion.page.getByRole('menuitem', { name: 'Clear this chat' }).click()
  await companion.button('Clear').click()
  await companion.visitorMessages.first().waitFor({ state: 'detached' })
  assert.deepEqual(await companion.texts(companion.answers), [greeting])

  await companion.ask('Kept in the old chat')
  await companion.button('Menu').click()
  await companion.page.getByRole('menuitem', { name: 'New chat' }).click()
  await companion.visitorMessages.first().waitFor({ state: 'detached' })
  await companion.ask('The first of the new chat')
  assert.deepEqual(await companion.texts(companion.visitorMessages), ['The first of the new chat'])
  assert.equal((await storedMessages('Kept in the old chat')).length, 3)
})

test('a message written without a connection is sent by itself when it is back, once', async () => {
  const companion = await visit()
  await companion.page.context().setOffline(true)
  await companion.send('Written in a tunnel')
  await companion.visitorMessages.getByText('Written in a tunnel').waitFor()
  await companion.page.locator('psy-avatar').getByText('No connection').first().waitFor()

  const ended = companion.nextEnd()
  await companion.page.context().setOffline(false)
  await ended
  assert.deepEqual(await companion.texts(companion.visitorMessages), ['Written in a tunnel'])
  assert.equal((await storedMessages('Written in a tunnel')).length, 3)
})

test('a page that cannot use the site is told so in the visitor’s words', async () => {
  await stage.stack.query(
    `insert into public.sites (site_key, name, allowed_origins)
     values ('elsewhere', 'Elsewhere', array['https://elsewhere.example'])
     on conflict do nothing`,
  )
  const page = await stage.newVisitor({ locale: 'en-US' })
  await page.goto(stage.widget.hostUrl)
  await page.locator('psy-avatar').evaluate((element) => {
    element.setAttribute('site-key', 'elsewhere')
  })
  await companionOn(page).launcher.click()
  await page.getByText('This chat is not set up for this page').waitFor()
})

test('earlier conversations are found again, get names, and are deleted for good', async () => {
  const companion = await visit()
  const menu = async (item: string) => {
    await companion.button('Menu').click()
    await companion.page.getByRole('menuitem', { name: item }).click()
  }
  await companion.ask('The talk about sleep')
  await menu('New chat')
  await companion.ask('The talk about work')

  await menu('Your conversations')
  const list = companion.page.locator('visavis-chat-list')
  await list.getByRole('button', { name: 'Rename “The talk about sleep”' }).click()
  await list.getByRole('textbox').fill('Sleep')
  await list.getByRole('textbox').press('Enter')
  await list.getByRole('button', { name: /^Sleep/u }).click()
  await companion.visitorMessages.getByText('The talk about sleep').waitFor()
  assert.deepEqual(await companion.texts(companion.visitorMessages), ['The talk about sleep'])

  await menu('Your conversations')
  await list.getByRole('button', { name: 'Delete “The talk about work”' }).click()
  assert.deepEqual(await list.locator('.called').allInnerTexts(), ['The talk about work', 'Sleep'])
  await companion.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await list.getByText('Deleted.').waitFor({ state: 'attached' })
  assert.deepEqual(await list.locator('.called').allInnerTexts(), ['Sleep'])
  assert.deepEqual(await storedMessages('The talk about work'), [])
  const titles = await stage.stack.query<{ title: string }>(
    `select c.title from public.chats as c
     join public.messages as m on m.chat_id = c.id where m.content = $1`,
    ['The talk about sleep'],
  )
  assert.deepEqual(titles, [{ title: 'Sleep' }])
})
