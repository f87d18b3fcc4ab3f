import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CallPage } from './call-page.ts'
import { type HeardAnswer, setModelStage, story } from './heard-answer.ts'

const model = setModelStage()

/** Does what cuts the voice; resolves once the server knows where. */
async function cut({ page }: CallPage, act: () => Promise<void>): Promise<void> {
  const marked = page.waitForResponse(
    (response) => response.url().endsWith('/stop') && response.request().method() === 'POST',
  )
  await act()
  assert.equal((await marked).status(), 202)
}

/** The end of the last word that captions have shown of a text, in characters as Postgres counts them. */
async function shownOf({ visitor, start }: HeardAnswer, text: string): Promise<number> {
  const captions = (await visitor.everything())
    .slice(start)
    .filter(({ type, detail }) => type === 'visavis-caption' && detail !== '')
  let end = 0
  for (const { detail } of captions) {
    const found = text.indexOf(detail, end)
    assert.ok(found >= 0, `“${detail}” comes after what was said before`)
    end = found + detail.length
  }
  return [...text.slice(0, end)].length
}

const storedAnswer = async (question: string) => {
  const [row] = await model.stage.stack.query<{
    status: string
    channel: string
    content: string
    heard: number | null
  }>(
    `select a.status, a.channel, a.content, a.heard_characters as heard from public.messages as a
     join public.messages as q on q.id = a.parent_id
     where q.content = $1`,
    [question],
  )
  return row
}

test('an answer is heard while it is still being written', async () => {
  const heard = await model.hear('What did he see?', story)
  const { visitor, start } = heard
  const sound = await visitor.told('visavis-turn-step', 'first-sound', start)
  const steps = (await visitor.everything())
    .slice(0, sound + 1)
    .filter(({ type }) => type === 'visavis-turn-step')
    .map(({ detail }) => detail)
    // The greeting was heard, too.
    .filter((step, place) => step !== 'first-sound' || place > 0)
  assert.deepEqual(steps, ['understood', 'model-asked', 'first-token', 'first-sound'])
  heard.end(' The end.')
  assert.ok(sound < (await visitor.told('visavis-message-end', undefined, start)))
})

test('Esc while an answer is written stops it, and marks how much captions had shown', async () => {
  const question = 'Who counted the ships?'
  const heard = await model.hear(question, story)
  const { visitor, upstream, start } = heard
  await cut(visitor, () => visitor.page.keyboard.press('Escape'))
  await upstream.closed
  await visitor.told('visavis-message-end', undefined, start)
  await visitor.told('visavis-mind-state-change', 'idle', start)
  const shown = await shownOf(heard, heard.said())
  const { content = '', ...stored } = (await storedAnswer(question)) ?? {}
  assert.deepEqual(stored, { status: 'stopped', channel: 'avatar', heard: shown })
  assert.ok(shown > 0 && shown < [...content].length)
  await visitor.page.getByText('Stopped.').waitFor()
  assert.ok(await visitor.composer.isVisible(), 'the panel is still open')
})

test('Esc once it is written leaves it complete, with the mark', async () => {
  const question = 'What did he write down?'
  const heard = await model.hearWhole(question, story)
  const { visitor, start } = heard
  await cut(visitor, () => visitor.page.keyboard.press('Escape'))
  await visitor.told('visavis-mind-state-change', 'idle', start)
  const shown = await shownOf(heard, story)
  const stored = await storedAnswer(question)
  const whole = { status: 'complete', channel: 'avatar', content: story }
  assert.deepEqual(stored, { ...whole, heard: shown })
  assert.ok(shown > 0 && shown < [...story].length)
})

test('the visitor’s next message cuts it, too', async () => {
  const question = 'How loudly?'
  const heard = await model.hearWhole(question, story)
  const { visitor } = heard
  await cut(visitor, () => visitor.composer.fill('And'))
  assert.equal((await storedAnswer(question))?.heard, await shownOf(heard, story))
})

test('what is heard to its end has no mark', async () => {
  const question = 'In a word?'
  const { visitor, start } = await model.hearWhole(question, 'Yes, all of them.')
  await visitor.told('visavis-mind-state-change', 'idle', start)
  const { status, heard } = (await storedAnswer(question)) ?? {}
  assert.deepEqual([status, heard], ['complete', null])
})
