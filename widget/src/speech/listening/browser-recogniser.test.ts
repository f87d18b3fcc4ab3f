import { expect } from 'chai'
import { RecognitionScript } from '../../../test-support/scripted-recognition.ts'
import { findBrowserRecogniser } from './browser-recogniser.ts'
import type { ListeningError, ListeningProblem, RecogniserProblem } from './listening-error.ts'
import type { Recogniser } from './recogniser.ts'
import { deferred } from '../../deferred.ts'

describe('the browser’s recogniser', () => {
  let script: RecognitionScript
  let recogniser: Recogniser | null = null
  let context: AudioContext

  beforeEach(() => {
    context = new AudioContext()
  })

  afterEach(async () => {
    recogniser?.close()
    recogniser = null
    script.restore()
    await context.close()
  })

  const find = (mayAudioLeave: boolean, language = 'ru') =>
    findBrowserRecogniser({ language, mayAudioLeave })

  async function problemOf(finding: Promise<unknown>): Promise<ListeningProblem | 'none'> {
    return finding.then(
      () => 'none',
      (error: unknown) => (error as ListeningError).problem,
    )
  }

  /** Starts one; what it says is collected, and `ended` is why it closed. */
  async function start() {
    const words: string[] = []
    const finals: string[] = []
    const ended = deferred<RecogniserProblem>()
    const begin = await find(true)
    const [track] = context.createMediaStreamDestination().stream.getAudioTracks()
    if (track === undefined) throw new Error('There is no track')
    recogniser = begin({
      track,
      events: {
        onWords: (text) => words.push(text),
        onFinal: (text) => finals.push(text),
        onProblem: ended.resolve,
      },
    })
    return { words, finals, ended: ended.promise, track, recogniser }
  }

  it('is unsupported where the browser has none', async () => {
    script = RecognitionScript.absent()
    expect(await problemOf(find(true))).to.equal('unsupported')
  })

  it('stays on the device where the language is there, and needs no consent', async () => {
    script = new RecognitionScript('available')
    const begin = await find(false)
    const [track] = context.createMediaStreamDestination().stream.getAudioTracks()
    const events = { onWords: () => 0, onFinal: () => 0, onProblem: () => 0 }
    if (track) recogniser = begin({ track, events })
    const { lang, processLocally, continuous, interimResults } = script.current
    expect({ lang, processLocally, continuous, interimResults }).to.deep.equal({
      lang: 'ru-RU',
      processLocally: true,
      continuous: true,
      interimResults: true,
    })
    expect(script.current.track).to.equal(track)
  })

  for (const where of ['downloadable', 'downloading', 'unavailable', null] as const) {
    it(`needs the visitor’s consent to send audio away (on the device: ${where})`, async () => {
      script = new RecognitionScript(where)
      expect(await problemOf(find(false))).to.equal('needs-consent')
      expect(script.made).to.deep.equal([])
      expect(await problemOf(find(true))).to.equal('none')
    })
  }

  it('has the device learn the language for the next time', async () => {
    script = new RecognitionScript('downloadable')
    await problemOf(find(false, 'en'))
    expect(script.installed).to.deep.equal(['en-US'])
  })

  it('does not keep audio on the device where the visitor agreed and the device cannot', async () => {
    script = new RecognitionScript('unavailable')
    await start()
    expect(script.current.processLocally).to.equal(false)
  })

  it('tells what it makes out, and what stays', async () => {
    script = new RecognitionScript(null)
    const { words, finals } = await start()
    script.current.hear('я хотел')
    script.current.hear('я хотел спросить')
    script.current.hear('Я хотел спросить.', { isFinal: true })
    script.current.hear(' о сестре')
    expect(words).to.deep.equal(['я хотел', 'я хотел спросить', 'о сестре'])
    expect(finals).to.deep.equal(['Я хотел спросить.'])
  })

  it('begins again when the browser has heard nothing for a while', async () => {
    script = new RecognitionScript(null)
    await start()
    script.current.fail('no-speech')
    await script.madeAtLeast(2)
    expect(script.current.isRunning).to.equal(true)
    script.current.end()
    await script.madeAtLeast(3)
  })

  it('gives up when it is out of reach three times in a row', async function () {
    script = new RecognitionScript(null)
    const { ended } = await start()
    for (const count of [1, 2, 3]) {
      await script.madeAtLeast(count)
      script.current.fail('network')
    }
    expect(await ended).to.equal('offline')
    expect(script.made).to.have.length(3)
  })

  it('counts anew once it has heard something', async function () {
    script = new RecognitionScript(null)
    await start()
    for (const count of [1, 2, 3, 4]) {
      await script.madeAtLeast(count)
      script.current.hear('да', { isFinal: true })
      script.current.fail('network')
    }
    await script.madeAtLeast(5)
    expect(script.current.isRunning).to.equal(true)
  })

  const problems: [error: string, problem: RecogniserProblem][] = [
    ['not-allowed', 'denied'],
    ['service-not-allowed', 'unsupported'],
    ['language-not-supported', 'language'],
    ['audio-capture', 'unsupported'],
  ]
  for (const [error, problem] of problems) {
    it(`is ${problem} at once when the browser says ${error}`, async () => {
      script = new RecognitionScript(null)
      const { ended } = await start()
      script.current.fail(error)
      expect(await ended).to.equal(problem)
      expect(script.made).to.have.length(1)
    })
  }

  it('finishes with the last words, made final or not, and hears on', async () => {
    script = new RecognitionScript(null)
    const { finals, recogniser: running } = await start()
    script.current.hear('и ещё одно')
    const finished = running.finish()
    expect(script.current.stops).to.equal(1)
    script.current.hear('И ещё одно.', { isFinal: true })
    script.current.end()
    await finished
    await script.madeAtLeast(2)
    script.current.hear('вот')
    const again = running.finish()
    script.current.end()
    await again
    expect(finals).to.deep.equal(['И ещё одно.', 'вот'])
  })

  it('finishes even if the browser never ends', async function () {
    script = new RecognitionScript(null)
    const { finals, recogniser: running } = await start()
    script.current.hear('слова')
    await running.finish()
    expect(finals).to.deep.equal(['слова'])
    await script.madeAtLeast(2)
  })

  it('says nothing once it is closed', async () => {
    script = new RecognitionScript(null)
    const { words, finals, recogniser: running } = await start()
    const { current } = script
    running.close()
    current.hear('слова', { isFinal: true })
    current.end()
    await new Promise((resolve) => setTimeout(resolve))
    expect([words, finals, script.made.length]).to.deep.equal([[], [], 1])
  })
})
