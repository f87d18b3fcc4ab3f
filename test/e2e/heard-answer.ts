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

/** A stage whose model says what a test has it say, when the test has it say it. */
export type ModelStage = {
  readonly stage: Stage
  readonly llm: LlmServer
  /** A call in which an answer is heard whose model has said this much of it. */
  hear(question: string, text: string): Promise<HeardAnswer>
  /** The same once all of it is written; what is long enough is heard still. */
  hearWhole(question: string, text: string): Promise<HeardAnswer>
}

export function setModelStage(): ModelStage {
  let llm: LlmServer
  const stage = setStage(undefined, async () => {
    llm = await startLlmServer()
    return { OPENAI_COMPATIBLE_BASE_URL: llm.baseUrl, OPENAI_COMPATIBLE_MODEL: 'fake-model' }
  })
  after(() => llm.close())

  async function ask(question: string, text: string): Promise<HeardAnswer> {
    const visitor = await call(stage)
    const byHand = llm.byHand()
    await visitor.send(question)
    const upstream = await byHand
    upstream.text(text)
    const start = await visitor.told('message-start')
    return { visitor, upstream, start }
  }

  return {
    stage,
    get llm() {
      return llm
    },
    async hear(question, text) {
      const heard = await ask(question, text)
      await heard.visitor.told('caption', undefined, heard.start)
      return heard
    },
    async hearWhole(question, text) {
      const heard = await ask(question, text)
      const { visitor, upstream, start } = heard
      upstream.finish()
      upstream.done()
      await visitor.told('message-end', undefined, start)
      await visitor.told('caption', undefined, start)
      return heard
    },
  }
}
