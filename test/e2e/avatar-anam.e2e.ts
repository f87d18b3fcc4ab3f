import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { setAnamStage } from './anam-stage.ts'
import { attach, bringAvatar, eventOf, heard, newestSessionEnds } from './anam-visit.ts'
import { engineKey } from '../fixtures/anam-engine/anam-engine.ts'

const stage = setAnamStage()

const lines = [
  'Hello, I am **Nora**, and I am _glad_ to meet you.',
  '# Rain\n\nIt rains; take an umbrella. Or two!',
  '1. First the kettle\n2. then the leaves\n3. and patience',
  'Да, конечно. Расскажите, как прошёл ваш день?',
  'See [the guide](https://example.com/a_b) — it has `all` of it 🙂.',
]
const spokenLines = [
  'Hello, I am Nora, and I am glad to meet you.',
  'Rain\n\nIt rains; take an umbrella. Or two!',
  '1) First the kettle\n2) then the leaves\n3) and patience',
  'Да, конечно. Расскажите, как прошёл ваш день?',
  'See the guide — it has all of it  .',
]

/** In the pieces of one to five characters in which models give them. */
function inPieces(text: string, turn: number): string[] {
  const pieces: string[] = []
  for (let at = 0; at < text.length;) {
    const length = 1 + ((at * 7 + turn) % 5)
    pieces.push(text.slice(at, at + length))
    at += length
  }
  return pieces
}

describe('a video face', () => {
  test('plays in a shadow root, from a token of our own server', async () => {
    const { page, session } = await bringAvatar(stage)
    const shown = await page.evaluate(() => {
      const { video } = anam
      const isInShadow = video?.getRootNode() instanceof ShadowRoot
      return {
        isInShadow,
        width: video?.videoWidth,
        isPaused: video?.paused,
        isMuted: video?.muted,
      }
    })
    assert.deepEqual(shown, { isInShadow: true, width: 256, isPaused: false, isMuted: false })
    await page.waitForFunction(
      () => (anam.video?.getVideoPlaybackQuality().totalVideoFrames ?? 0) > 10,
    )
    const request = stage.engine.tokenRequests.at(-1) as { personaConfig: { llmId: string } }
    assert.equal(request.personaConfig.llmId, 'CUSTOMER_CLIENT_V1')
    await page.context().close()
    await session.until(({ isOpen }) => !isOpen)
  })

  test('says what is streamed to it in order, with nothing lost over 50 turns', async () => {
    const { page, session } = await bringAvatar(stage)
    for (let turn = 0; turn < 50; turn += 1) {
      const text = lines[turn % lines.length] ?? ''
      const id = randomUUID()
      await page.evaluate(([of, pieces]) => anam.stream(of, pieces, 2), [
        id,
        inPieces(text, turn),
      ] as const)
      assert.deepEqual(await heard(page, id), { text, isCut: false })
      assert.equal(session.said(id), spokenLines[turn % lines.length])
    }
    const turns = new Set(session.talk.map(({ correlationId }) => correlationId))
    assert.equal(turns.size, 50)
    assert.equal(session.talk.filter(({ startOfSpeech }) => startOfSpeech).length, 50)
    assert.equal(session.talk.filter(({ endOfSpeech }) => endOfSpeech).length, 50)
  })

  test('begins with the first word, and marks each word as it is heard', async () => {
    const { page, session } = await bringAvatar(stage)
    const id = randomUUID()
    await page.evaluate((of) => {
      anam.speak(of)
      anam.say(of, 'Well **then')
    }, id)
    await session.until(() => session.said(id) === 'Well ')
    assert.deepEqual(await eventOf(page, 'word'), {
      type: 'word',
      utteranceId: id,
      start: 0,
      end: 4,
    })
    await page.evaluate((of) => {
      anam.say(of, '**, go')
      anam.end(of)
    }, id)
    await heard(page, id)
    const words = await page.evaluate(() => anam.events.filter(({ type }) => type === 'word'))
    assert.deepEqual(
      words.map((event) => event.type === 'word' && [event.start, event.end]),
      [
        [0, 4],
        [7, 11],
        [15, 17],
      ],
    )
    const states = await page.evaluate(() => anam.events.filter(({ type }) => type === 'state'))
    assert.deepEqual(
      states.map((event) => event.type === 'state' && event.state),
      ['idle', 'speaking', 'idle'],
    )
  })

  test('is silent when a visitor speaks to it, and says what it understood once', async () => {
    const { page, session } = await bringAvatar(stage)
    const id = randomUUID()
    const text = 'one two three four five six seven eight nine ten eleven '.repeat(100)
    await page.evaluate(([of, words]) => anam.stream(of, [words], 0), [id, text] as const)
    await eventOf(page, 'word')
    session.bargeIn('Wait a moment')
    const { text: part, isCut } = await heard(page, id)
    assert.ok(isCut && part.length > 0 && part.length < text.length && text.startsWith(part), part)
    const { id: words, text: said } = await eventOf(page, 'heard-visitor')
    assert.equal(said, 'Wait a moment')
    session.hear('Wait a moment', words.replace('user::', ''))
    session.hear('Go on', 'another')
    await page.waitForFunction(
      () => anam.events.filter(({ type }) => type === 'heard-visitor').length === 2,
    )
  })

  test('is silent when it is cut, and says the next answer whole', async () => {
    const { page, session } = await bringAvatar(stage)
    const [first, second] = [randomUUID(), randomUUID()]
    const story = 'A story about a cat who lives long. '.repeat(100)
    await page.evaluate(([of, words]) => anam.stream(of, [words], 0), [first, story] as const)
    await eventOf(page, 'word')
    await page.evaluate((of) => anam.stream(of, ['Something ', 'else.'], 10), second)
    assert.equal((await heard(page, first)).isCut, true)
    assert.deepEqual(await heard(page, second), { text: 'Something else.', isCut: false })
    assert.equal(session.said(second), 'Something else.')
    assert.equal(session.data.filter((message) => message.message_type === 'interrupt').length, 1)
  })

  test('goes on over a signalling socket that breaks', async () => {
    const { page, session, breakSignalling } = await bringAvatar(stage)
    const id = randomUUID()
    await page.evaluate((of) => {
      anam.speak(of)
      anam.say(of, 'Before the break, ')
    }, id)
    await session.until(() => session.said(id) !== '')
    await breakSignalling()
    await page.evaluate((of) => {
      anam.say(of, 'and after it.')
      anam.end(of)
    }, id)
    assert.deepEqual(await heard(page, id), {
      text: 'Before the break, and after it.',
      isCut: false,
    })
    assert.equal(session.said(id), 'Before the break, and after it.')
  })

  test('does not say later what was cut while the signalling socket was broken', async () => {
    const { page, session, breakSignalling } = await bringAvatar(stage)
    stage.engine.faults = { signalling: 'refused' }
    await breakSignalling()
    const id = randomUUID()
    await page.evaluate(async (of) => {
      anam.speak(of)
      await new Promise((resolve) => setTimeout(resolve))
      anam.say(of, 'A long story of which nobody wants to hear any more. '.repeat(10))
      anam.cut(of)
    }, id)
    stage.engine.faults = {}
    await session.until(() => session.said(id) !== '')
    const interrupts = () => session.data.filter(({ message_type: type }) => type === 'interrupt')
    await session.until(() => interrupts().length === 2)
    assert.deepEqual(await heard(page, id), { text: '', isCut: true })
  })

  test('can be turned down, and has a microphone only while it listens', async () => {
    const { page } = await bringAvatar(stage)
    const tracks = await page.evaluate(async () => {
      const opened: MediaStream[] = []
      const devices = navigator.mediaDevices
      const open = devices.getUserMedia.bind(devices)
      devices.getUserMedia = async (constraints) => {
        const stream = await open(constraints)
        opened.push(stream)
        return stream
      }
      await anam.avatar.listen(true)
      const before = opened.map((stream) => stream.getTracks()[0]?.readyState)
      await anam.avatar.listen(false)
      return [before, opened.map((stream) => stream.getTracks()[0]?.readyState)]
    })
    assert.deepEqual(tracks, [['live'], ['ended']])
    const volumes = await page.evaluate(() => {
      const { avatar, video } = anam
      return [true, false].map((isDucked) => {
        avatar.duck(isDucked)
        return video?.volume ?? 0
      })
    })
    assert.deepEqual(
      volumes.map((volume) => Math.round(20 * Math.log10(volume))),
      [-24, 0],
    )
  })
})

test('neither key nor token of Anam’s is in any other answer, nor in a log', async () => {
  const page = await stage.newVisitor()
  const consoleLines: string[] = []
  page.on('console', (message) => consoleLines.push(message.text()))
  stage.engine.faults = { token: { status: 402, times: 1 }, session: { status: 403, times: 1 } }
  assert.equal(await attach(page), 'no_plan')
  assert.equal(await attach(page), 'token')
  const bodies: { url: string; body: Promise<string> }[] = []
  page.on('response', (response) => {
    bodies.push({ url: response.url(), body: response.text().catch(() => '') })
  })
  assert.equal(await attach(page), null)
  await page.evaluate(() => anam.avatar.close())
  await newestSessionEnds(stage, 'left')
  const secrets = [engineKey, ...stage.engine.tokens]
  const leaks = await Promise.all(
    bodies.map(async ({ url, body }) => {
      const text = await body
      return secrets.some((secret) => text.includes(secret)) ? new URL(url).pathname : null
    }),
  )
  assert.deepEqual(
    leaks.filter((leak) => leak !== null),
    ['/functions/v1/avatar-session'],
  )
  assert.deepEqual(stage.engine.unknownPaths, [], 'nothing is told about the visitor besides')
  const log = [...stage.log, ...consoleLines].join('\n')
  assert.ok(log.includes('avatar-refused'))
  assert.ok(!secrets.some((secret) => log.includes(secret)))
})
