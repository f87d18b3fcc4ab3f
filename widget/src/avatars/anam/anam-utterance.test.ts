import { MessageRole, type MessageStreamEvent } from '@anam-ai/js-sdk'
import { expect } from 'chai'
import { loadMarkReaders } from '@visavis/shared/spoken-text/load-mark-readers.ts'
import { ManualClock } from '../../../test-support/manual-clock.ts'
import { formulasInWords } from '@visavis/shared/spoken-text/formulas.ts'
import { TracedText } from '@visavis/shared/spoken-text/traced-text.ts'
import { AnamUtterance, type TalkStream } from './anam-utterance.ts'

/** A stream that writes down what it is told. */
class WrittenStream implements TalkStream {
  readonly chunks: string[] = []
  isEnded = false
  isCut = false

  isActive(): boolean {
    return !this.isEnded && !this.isCut
  }

  async streamMessageChunk(text: string): Promise<void> {
    if (!this.isActive()) throw new Error('Talk stream is not in an active state')
    this.chunks.push(text)
  }

  async endMessage(): Promise<void> {
    this.isEnded = true
  }
}

/** An utterance that may be spoken at once, and what comes of it. */
function begunUtterance() {
  const clock = new ManualClock()
  const streams: WrittenStream[] = []
  const seen: string[] = []
  const utterance = new AnamUtterance(
    'message',
    {
      open() {
        const stream = new WrittenStream()
        streams.push(stream)
        return { correlationId: `stream ${streams.length}`, stream }
      },
      interrupt: () => seen.push('interrupt'),
      onStart: () => seen.push('start'),
      onWord: ({ start, end }) => seen.push(`word ${start}-${end}`),
      onOver: () => seen.push('over'),
    },
    clock,
  )
  utterance.begin()
  return { clock, streams, seen, utterance }
}

function said(content: string, change: Partial<MessageStreamEvent> = {}): MessageStreamEvent {
  return {
    id: 'persona::1',
    role: MessageRole.PERSONA,
    content,
    correlationId: 'stream 1',
    endOfSpeech: false,
    interrupted: false,
    ...change,
  }
}

before(() => loadMarkReaders('*'))

describe('an answer on its way through Anam', () => {
  it('begins with its first whole word', () => {
    const { streams, utterance } = begunUtterance()
    utterance.say('Hel')
    expect(streams).to.deep.equal([])
    utterance.say('lo the')
    expect(streams[0]?.chunks).to.deep.equal(['Hello '])
  })

  it('goes on in clauses, and in what gathers within 80 ms', async () => {
    const { clock, streams, utterance } = begunUtterance()
    utterance.say('Hello ')
    utterance.say('there, ')
    expect(streams[0]?.chunks).to.deep.equal(['Hello ', 'there, '])
    utterance.say('so ')
    utterance.say('it go')
    await clock.pass(79)
    expect(streams[0]?.chunks).to.have.length(2)
    await clock.pass(1)
    expect(streams[0]?.chunks.slice(2)).to.deep.equal(['so it '])
    utterance.say('es on and on and so on')
    expect(streams[0]?.chunks.slice(3)).to.deep.equal(['goes on and on and so '])
  })

  it('waits until the avatar may be spoken to', () => {
    const { streams, seen } = begunUtterance()
    const waiting = new AnamUtterance('next', {
      open: () => ({ correlationId: 'x', stream: streams[0] ?? new WrittenStream() }),
      interrupt: () => seen.push('interrupt'),
      onStart: () => undefined,
      onWord: () => undefined,
      onOver: () => seen.push('over'),
    })
    waiting.say('Hello there, ')
    waiting.cut()
    expect(seen).to.deep.equal(['over'])
  })

  it('leaves out marks, emoji and code, and nothing else', () => {
    const { streams, utterance } = begunUtterance()
    for (const piece of [
      '*He',
      'llo* 🙂 the',
      're.\n```js\n',
      'let a\n```\nNo',
      'w [go](http://a.b)!',
    ]) {
      utterance.say(piece)
    }
    utterance.end()
    expect(streams[0]?.chunks.join('').split(/\s+/u)).to.deep.equal([
      'Hello',
      'there.',
      'Now',
      'go!',
    ])
    expect(streams[0]?.isEnded).to.equal(true)
  })

  it('leaves out what somebody does, and says where each word stands all the same', async () => {
    const { streams, seen, utterance } = begunUtterance()
    for (const piece of ['*smi', 'les* Yes. *nods', ' slowly* I *really* mean it'])
      utterance.say(piece)
    utterance.end()
    const sent = streams[0]?.chunks.join('').split(/\s+/u).filter(Boolean)
    expect(sent).to.deep.equal(['Yes.', 'I', 'really', 'mean', 'it'])
    utterance.hear(said('Yes. I really'))
    expect(seen).to.deep.equal(['start', 'word 9-12', 'word 28-29', 'word 31-37'])
    utterance.cut()
    expect((await utterance.heard).text).to.equal('*smiles* Yes. *nods slowly* I *really')
  })

  it('says formulas in words, and what stands behind them after them', async () => {
    const { streams, seen, utterance } = begunUtterance()
    for (const piece of ['It is \\(x^', '2\\), and ', 'so on.']) utterance.say(piece)
    utterance.end()
    await formulasInWords(TracedText.of('x'), 'en')
    await new Promise((resolve) => setTimeout(resolve))
    const sent = streams.flatMap(({ chunks }) => chunks).join('')
    expect(sent).to.equal('It is x squared, and so on.')
    utterance.hear(said('It is x squared'))
    expect(seen.at(-1)).to.equal('word 6-13')
  })

  it('is heard when its end is', async () => {
    const { seen, utterance } = begunUtterance()
    utterance.say('**Hello** you')
    utterance.end()
    utterance.hear(said('Hello'))
    utterance.hear(said(' you'))
    utterance.hear(said('', { endOfSpeech: true }))
    expect(await utterance.heard).to.deep.equal({ text: '**Hello** you', isCut: false })
    expect(seen).to.deep.equal(['start', 'word 2-7', 'word 10-13', 'over'])
    utterance.cut()
    expect(seen).to.have.length(4)
  })

  it('has nothing to be heard where there is nothing to say', async () => {
    const { streams, utterance } = begunUtterance()
    utterance.say('```\nlet a\n```')
    utterance.end()
    expect(await utterance.heard).to.deep.equal({ text: '```\nlet a\n```', isCut: false })
    expect(streams).to.deep.equal([])
  })

  it('is cut with what was heard of it', async () => {
    const { streams, seen, utterance } = begunUtterance()
    utterance.say('One **two** three four')
    utterance.hear(said('One two'))
    utterance.cut()
    utterance.say(' five')
    expect(await utterance.heard).to.deep.equal({ text: 'One **two', isCut: true })
    expect(seen.filter((what) => !what.startsWith('word'))).to.deep.equal([
      'start',
      'interrupt',
      'over',
    ])
    expect(streams[0]?.isEnded).to.equal(true)
  })

  it('is cut with nothing where nothing was heard', async () => {
    const { utterance } = begunUtterance()
    utterance.say('**One** two')
    utterance.cut()
    expect(await utterance.heard).to.deep.equal({ text: '', isCut: true })
  })

  it('is cut by Anam, which needs no telling', async () => {
    const { seen, utterance } = begunUtterance()
    utterance.say('One two three ')
    utterance.hear(said('One'))
    expect([utterance.isOn('another'), utterance.isOn('stream 1')]).to.deep.equal([false, true])
    utterance.wasCut()
    expect(await utterance.heard).to.deep.equal({ text: 'One', isCut: true })
    expect(seen).to.not.include('interrupt')
  })

  it('is cut by Anam also when it only says so', async () => {
    const { utterance } = begunUtterance()
    utterance.say('One two three ')
    utterance.hear(said('One', { interrupted: true, endOfSpeech: true }))
    expect((await utterance.heard).isCut).to.equal(true)
  })

  it('goes on in another stream when its model pauses longer than Anam waits', async () => {
    const { clock, streams, utterance } = begunUtterance()
    utterance.say('Let me think. ')
    await clock.pass(9999)
    expect(streams[0]?.isEnded).to.equal(false)
    await clock.pass(1)
    expect(streams[0]?.isEnded).to.equal(true)
    utterance.hear(said('Let me think.'))
    utterance.hear(said('', { endOfSpeech: true }))
    utterance.say('Yes, that is it.')
    utterance.end()
    expect(streams[1]?.chunks.join('')).to.equal('Yes, that is it.')
    utterance.hear(said('Yes, that is it.', { correlationId: 'stream 2', endOfSpeech: true }))
    expect((await utterance.heard).isCut).to.equal(false)
  })

  it('takes what is said without an id for its own, and leaves another’s alone', () => {
    const { seen, utterance } = begunUtterance()
    utterance.say('One two three ')
    utterance.hear(said('One', { correlationId: 'another' }))
    expect(seen).to.deep.equal([])
    const { correlationId: _, ...unnamed } = said('One')
    utterance.hear(unnamed)
    expect(seen).to.deep.equal(['start', 'word 0-3'])
  })

  it('is over in the end, although Anam says nothing of it', async () => {
    const { clock, seen, utterance } = begunUtterance()
    utterance.say('One two three.')
    utterance.end()
    await clock.pass(1000)
    expect(seen).to.deep.equal(['start'])
    await clock.pass(6000)
    expect(await utterance.heard).to.deep.equal({ text: 'One two three.', isCut: false })
  })
})
