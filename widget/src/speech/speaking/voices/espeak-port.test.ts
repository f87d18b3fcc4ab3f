import { expect } from 'chai'
import { type EspeakPort, openEspeak } from './espeak-port.ts'

const folder = new URL('/widget/voices/espeak/dist/', location.href)

type Answer = { type: string; samples?: Float32Array; words?: unknown[] }

/** Speaks one sentence through a port, and collects what comes. */
async function speak(text: string): Promise<Answer[]> {
  const answers: Answer[] = []
  let port: EspeakPort | undefined
  await new Promise<void>((resolve, reject) => {
    void openEspeak(folder, {
      onMessage(answer) {
        answers.push(answer)
        if (answer.type === 'ready') port?.post({ type: 'speak', id: 1, text, language: 'en' })
        if (answer.type === 'end') resolve()
        if (answer.type === 'error') reject(new Error(JSON.stringify(answer)))
      },
      onError: reject,
    }).then((opened) => {
      port = opened
      port.post({ type: 'load', language: 'en' })
    }, reject)
  })
  port?.close()
  return answers
}

describe('the line to the synthesiser', function () {
  const { Worker } = globalThis
  afterEach(() => {
    globalThis.Worker = Worker
  })

  it('leads to a worker', async () => {
    const answers = await speak('Hello.')
    expect(answers[0]?.type).to.equal('ready')
    expect(answers.at(-1)?.type).to.equal('end')
  })

  it('leads to a worklet where the page may have no worker, which says the same', async () => {
    const fromWorker = await speak('Hello there.')
    globalThis.Worker = class {
      constructor() {
        throw new DOMException('Not from that origin', 'SecurityError')
      }
    } as unknown as typeof Worker
    const fromWorklet = await speak('Hello there.')
    const told = (answers: Answer[]) =>
      answers.filter(({ words }) => words?.length).map(({ words }) => words)
    expect(told(fromWorklet)).to.eql(told(fromWorker))
    const length = fromWorklet.reduce((sum, { samples }) => sum + (samples?.length ?? 0), 0)
    expect(length).to.be.above(10_000)
  })

  it('leads nowhere where there is no synthesiser', async () => {
    const nowhere = new URL('/nowhere/', location.href)
    const listener = { onMessage: () => undefined, onError: () => undefined }
    const outcome = await openEspeak(nowhere, listener).catch(() => 'none')
    expect(outcome).to.equal('none')
  })
})
