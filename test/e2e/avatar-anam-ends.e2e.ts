import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { afterEach, describe, test } from 'node:test'
import type { EngineSession } from '../fixtures/anam-engine/engine-session.ts'
import { setAnamStage } from './anam-stage.ts'
import { attach, bringAvatar, eventOf, heard, newestSessionEnds } from './anam-visit.ts'

const stage = setAnamStage()

afterEach(() => {
  stage.engine.faults = {}
})

describe('the end of a video face', () => {
  test('is told our server and Anam when it is closed', async () => {
    const { page, session } = await bringAvatar(stage)
    await page.evaluate(() => anam.avatar.close())
    await session.until(({ isOpen }) => !isOpen)
    await newestSessionEnds(stage, 'left')
    assert.deepEqual(await page.evaluate(() => anam.events), [
      { type: 'state', state: 'idle' },
      { type: 'state', state: 'closed' },
    ])
    assert.equal(await page.evaluate(() => anam.video), null)
  })

  test('is told when the tab is closed', async () => {
    const { page, session } = await bringAvatar(stage)
    await page.close({ runBeforeUnload: false })
    await session.until(({ isOpen }) => !isOpen)
    await newestSessionEnds(stage, 'left')
  })

  test('comes when another page of the visitor brings one', async () => {
    const { page } = await bringAvatar(stage)
    const other = await stage.anotherPage(page)
    assert.equal(await attach(other), null)
    assert.equal((await eventOf(page, 'problem')).problem, 'connection_closed')
  })

  test('comes when the site’s time is up', async () => {
    const { page } = await bringAvatar(stage)
    await stage.stack.query('update public.calls set ends_at = now() where ended_at is null')
    assert.equal((await eventOf(page, 'problem')).problem, 'limit')
  })

  const losses: [name: string, lose: (session: EngineSession) => void][] = [
    ['Anam ends the session', (session) => session.end('Session time limit reached')],
    ['the media connection breaks', (session) => session.dropPeer()],
    [
      'the signalling socket stays broken',
      (session) => {
        stage.engine.faults = { signalling: 'refused' }
        session.dropSignalling()
      },
    ],
  ]
  for (const [name, lose] of losses) {
    test(`comes as one problem when ${name}, with what was heard`, async () => {
      const { page, session } = await bringAvatar(stage)
      const id = randomUUID()
      await page.evaluate((of) => {
        anam.speak(of)
        anam.say(of, 'I was about to say ')
      }, id)
      await eventOf(page, 'word')
      lose(session)
      await eventOf(page, 'problem')
      const { text, isCut } = await heard(page, id)
      assert.ok(isCut && 'I was about to say '.startsWith(text))
      const last = await page.evaluate(() =>
        anam.events.filter(({ type }) => type !== 'word').slice(-2),
      )
      assert.deepEqual(last, [
        { type: 'problem', problem: 'connection_closed' },
        { type: 'state', state: 'closed' },
      ])
      assert.equal(await page.evaluate(() => anam.video), null)
      await newestSessionEnds(stage, 'left')
    })
  }
})
