import { after } from 'node:test'
import { type LlmExchange, type LlmServer, startLlmServer } from '../fixtures/llm-server.ts'
import { call, type CallPage } from './call-page.ts'
import { setStage, type Stage } from './stage.ts'

/** Long enough to be heard for a good while; every word of it is found once. */
export const story =
  'Once upon a time there was an old lighthouse keeper, who counted every ship that went past his ' +
  'window. 🙂 **Nobody** had asked him for it. He wrote down their colours, their flags and how ' +
  'loudly each captain greeted him. When fog came in, she sailed by sound alone, and still his ' +
  'notebook missed none.'

export type HeardAnswer = {
  readonly visitor: CallPage
  readonly upstream: LlmExchange
  /** Where in what was told the answer begins. */
  readonly start: number
}

export type GrowingAnswer = HeardAnswer & {
  /** All that its model has said of it. */
  said(): string
  /** The model says its last words. */
  end(words: string): void
}

/** A model that is silent for longer is given up, on a busy machine, too. */
const wordsEveryMs = 1000

/** A stage whose model says what a test has it say, when the test has it say it. */
export type ModelStage = {
  readonly stage: Stage
  readonly llm: LlmServer
  /** A call in which an answer is heard that begins like this, and goes on being written. */
  hear(question: string, text: string): Promise<GrowingAnswer>
  /** The same with one that is this, and written to its end; what is long enough is heard still. */
  hearWhole(question: string, text: string): Promise<HeardAnswer>
}

export function setModelStage(): ModelStage {
  let llm: LlmServer
  const stage = setStage({
    async environment() {
      llm = await startLlmServer()
      return { OPENAI_COMPATIBLE_BASE_URL: llm.baseUrl, OPENAI_COMPATIBLE_MODEL: 'fake-model' }
    },
  })
  after(() => llm.close())

  async function ask(question: string): Promise<Omit<HeardAnswer, 'start'>> {
    const visitor = await call(stage)
    const byHand = llm.byHand()
    await visitor.send(question)
    return { visitor, upstream: await byHand }
  }

  async function isHeard(visitor: CallPage): Promise<number> {
    const start = await visitor.told('visavis-message-start')
    await visitor.told('visavis-caption', undefined, start)
    return start
  }

  return {
    stage,
    get llm() {
      return llm
    },
    async hear(question, text) {
      const { visitor, upstream } = await ask(question)
      let said = ''
      const say = (words: string) => {
        said += words
        upstream.text(words)
      }
      say(text)
      const saying = setInterval(() => say(' And then some more.'), wordsEveryMs)
      void upstream.closed.then(() => clearInterval(saying))
      const start = await isHeard(visitor)
      return {
        visitor,
        upstream,
        start,
        said: () => said,
        end(words) {
          clearInterval(saying)
          say(words)
          upstream.finish()
          upstream.done()
        },
      }
    },
    async hearWhole(question, text) {
      const { visitor, upstream } = await ask(question)
      upstream.text(text)
      upstream.finish()
      upstream.done()
      const start = await isHeard(visitor)
      await visitor.told('visavis-message-end', undefined, start)
      return { visitor, upstream, start }
    },
  }
}
