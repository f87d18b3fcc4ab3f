import assert from 'node:assert/strict'
import { after, afterEach, beforeEach, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { Locator } from 'playwright-core'
import {
  answer,
  type Behaviour,
  type LlmExchange,
  type LlmServer,
  startLlmServer,
  truncateAfter,
} from '../fixtures/llm-server.ts'
import { companionOn, type CompanionPage } from './companion-page.ts'
import { type CuttableProxy, startCuttableProxy } from './cuttable-proxy.ts'
import { setStage } from './stage.ts'

let network: CuttableProxy
const models: LlmServer[] = []

/**
 * Two providers are switched on. A view of an answer lasts a blink here, so that every answer longer
 * than that is read through several.
 */
const stage = setStage({
  async environment() {
    const [groq, cerebras] = [await startLlmServer(), await startLlmServer()]
    models.push(groq, cerebras)
    return {
      GROQ_API_KEY: 'fake',
      GROQ_BASE_URL: groq.baseUrl,
      CEREBRAS_API_KEY: 'fake',
      CEREBRAS_BASE_URL: cerebras.baseUrl,
      STREAM_VIEW_LIMIT_MS: '600',
    }
  },
  async prepare({ apiUrl }) {
    network = await startCuttableProxy(apiUrl)
  },
})
after(() => Promise.all([network, ...models].map((server) => server.close())))

beforeEach(async () => {
  // No test meets a model that cools down because of another.
  await stage.stack.query('delete from public.model_health')
  await stage.stack.restart('chat')
})

let asked: LlmExchange[] = []
afterEach(() => {
  asked = []
})

/** What the models do with the first request, the second and so on; the last does for the rest. */
function behave(...behaviours: Behaviour[]): void {
  for (const model of models) {
    model.behave((exchange) => {
      const behaviour = behaviours[Math.min(asked.length, behaviours.length - 1)]
      asked.push(exchange)
      return behaviour?.(exchange)
    })
  }
}

async function visit(): Promise<CompanionPage> {
  const page = await stage.newVisitor({ locale: 'en-US' })
  await page.goto(stage.widget.hostUrl)
  await page.locator('psy-avatar').evaluate((element, url) => {
    element.setAttribute('api-url', url)
  }, network.url)
  const companion = companionOn(page)
  await companion.open()
  return companion
}

/** The first answer after the greeting. */
const answerOf = (companion: CompanionPage): Locator => companion.answers.nth(1)
const textOf = (companion: CompanionPage): Locator => answerOf(companion).locator('[part~=text]')

/** Looks at an answer more often than it is drawn; resolves with all it has shown, in order. */
async function watch(companion: CompanionPage): Promise<() => Promise<string[]>> {
  await textOf(companion).waitFor()
  const shown = await answerOf(companion).evaluateHandle((article) => {
    const seen: string[] = []
    setInterval(() => {
      const said = article.querySelector('[part~=text]')?.textContent ?? ''
      const problem = article.querySelector('[part~=problem]')?.textContent ?? ''
      const both = `${said}${problem.replaceAll(/\s+/gu, ' ')}`
      if (seen.at(-1) !== both) seen.push(both)
    }, 4)
    return seen
  })
  return () => shown.jsonValue()
}

function assertOnlyGrew(shown: readonly string[]): void {
  for (const [index, text] of shown.entries()) {
    assert.ok(text.startsWith(shown[index - 1] ?? ''), `${shown[index - 1]} became ${text}`)
  }
}

type StoredAnswer = { id: string; status: string; content: string }

/** The answers the database has to what the visitor said. */
const storedAnswers = (visitorText: string) =>
  stage.stack.query<StoredAnswer>(
    `select m.id, m.status, m.content
     from public.messages as m
     join public.messages as question on question.id = m.parent_id
     where question.content = $1`,
    [visitorText],
  )

/** Resolves once the database has these words of a running answer. */
async function stored(words: string): Promise<void> {
  for (;;) {
    const rows = await stage.stack.query(
      'select from public.stream_chunks where position($1 in events::text) > 0',
      [words],
    )
    if (rows.length > 0) return
    await setTimeout(20)
  }
}

const story = ['Once ', 'there ', 'was ', 'a ', 'fox ', 'who ', 'kept ', 'silent ', 'at ', 'night.']

test('an answer is read through many views without a change that could be seen', async () => {
  const companion = await visit()
  behave(async (exchange) => {
    for (const word of story) {
      const nextView = companion.page.waitForRequest(/\/chat\/stream\/[^/]+$/u)
      exchange.text(word)
      await nextView
    }
    exchange.finish()
    exchange.done()
  })
  const ended = companion.nextEnd()
  await companion.send('Tell me of the fox')
  const shown = await watch(companion)
  await ended

  await textOf(companion).getByText(story.join('')).waitFor()
  assertOnlyGrew(await shown())
  const rows = await storedAnswers('Tell me of the fox')
  assert.deepEqual(
    rows.map(({ status, content }) => ({ status, content })),
    [{ status: 'complete', content: story.join('') }],
  )
  assert.equal(asked.length, 1)
})

test('a cut connection is not seen either', async () => {
  const companion = await visit()
  behave(answer(story, { everyMs: 120 }))
  const ended = companion.nextEnd()
  await companion.send('And of the cut')
  const shown = await watch(companion)
  for (const word of ['was', 'fox', 'silent']) {
    await textOf(companion).getByText(word).waitFor()
    network.cut()
  }
  await ended

  await textOf(companion).getByText(story.join('')).waitFor()
  assertOnlyGrew(await shown())
  assert.equal(asked.length, 1)
})

test('an answer whose server is killed stays as it was, and goes on in its place', async () => {
  const companion = await visit()
  behave((exchange) => exchange.text('Half of '), answer(['the rest', ' of it.']))
  await companion.send('What will become of this?')
  const shown = await watch(companion)
  await stored('Half of ')
  await stage.stack.restart('chat')
  // As if the half minute were over for which a silent server is believed to be alive.
  await stage.stack.query(
    `update public.messages set lease_expires_at = now() where status = 'streaming'`,
  )
  await companion.button('Continue').waitFor()
  const [broken] = await storedAnswers('What will become of this?')
  assert.deepEqual([broken?.status, broken?.content], ['interrupted', 'Half of '])

  const ended = companion.nextEnd()
  await companion.button('Continue').click()
  await ended
  await textOf(companion).getByText('Half of the rest of it.').waitFor()
  const texts = await shown()
  assert.ok(texts.every((text) => text.startsWith('Half of')))
  assert.equal(await companion.answers.count(), 2)
  const rows = await storedAnswers('What will become of this?')
  assert.deepEqual(rows, [
    { id: broken?.id, status: 'complete', content: 'Half of the rest of it.' },
  ])
})

test('stop ends an answer where it is, on the screen and in the database, and after a reload it goes on', async () => {
  const companion = await visit()
  behave((exchange) => exchange.text('So far '), answer(['and further.']))
  const ended = companion.nextEnd()
  await companion.send('How far is it?')
  await textOf(companion).waitFor()
  await companion.button('Stop the answer').click()
  await ended
  await companion.button('Continue').waitFor()
  await companion.button('Send').waitFor()
  assert.equal((await textOf(companion).innerText()).trim(), 'So far')
  const [stopped] = await storedAnswers('How far is it?')
  assert.deepEqual([stopped?.status, stopped?.content], ['stopped', 'So far '])

  await companion.page.reload()
  await companion.open()
  const goneOn = companion.nextEnd()
  await companion.button('Continue').click()
  await goneOn
  await textOf(companion).getByText('So far and further.').waitFor()
  const rows = await storedAnswers('How far is it?')
  assert.deepEqual(
    rows.map(({ status, content }) => ({ status, content })),
    [{ status: 'complete', content: 'So far and further.' }],
  )
})

test('an answer that fails after its first words is one answer of the next model', async () => {
  const companion = await visit()
  behave(truncateAfter(['A bad beg']), answer(['A good ', 'answer.'], { everyMs: 100 }))
  const ended = companion.nextEnd()
  await companion.send('Which one is it?')
  const shown = await watch(companion)
  await ended

  await textOf(companion).getByText('A good answer.').waitFor()
  assert.equal(await textOf(companion).innerText(), 'A good answer.')
  const texts = await shown()
  assert.ok(
    texts.every((text) => 'A bad beg'.startsWith(text) || 'A good answer.'.startsWith(text)),
    texts.join(' | '),
  )
  assert.ok(!texts.includes(''))
  const [first, second, ...others] = asked.map(({ request }) => request['model'])
  assert.notEqual(first, second)
  assert.deepEqual(others, [])
  const rows = await storedAnswers('Which one is it?')
  assert.deepEqual(
    rows.map(({ status, content }) => ({ status, content })),
    [{ status: 'complete', content: 'A good answer.' }],
  )
})
