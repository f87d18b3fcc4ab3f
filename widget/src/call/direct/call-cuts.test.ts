import { expect } from 'chai'
import { loadMarkReaders } from '@visavis/shared/spoken-text/load-mark-readers.ts'
import {
  callWith,
  type ScriptedCall,
  ScriptedFace,
  speakingCall,
} from '../../../test-support/call-fixtures.ts'
import { withChange } from '../../conversation/message-tree.ts'
import type { TurnStepEvent } from '../../events/turn-step.ts'

const microtasks = () => new Promise<void>((resolve) => queueMicrotask(resolve))

/** The visitor asks for another variant of an answer, which is shown instead. */
function regenerate(scripted: ScriptedCall, messageId: string): void {
  const key = scripted.keyOf(messageId)
  scripted.happen({ type: 'variant-requested', key, clientMessageId: 'variant', now: 0 })
}

before(() => loadMarkReaders('*'))

describe('an answer that is cut', () => {
  it('is stopped and marked in one, while it is written', async () => {
    const scripted = await speakingCall()
    scripted.call.interrupt()
    expect(scripted.asked).to.deep.equal(['mark stream of a at 7'])
  })

  it('is marked once it is written, too', async () => {
    const scripted = await speakingCall()
    scripted.endAnswer('a')
    scripted.call.interrupt()
    expect(scripted.drawing.utterance.isCut).to.equal(true)
    expect(scripted.asked).to.deep.equal(['mark stream of a at 7'])
  })

  for (const [name, cut] of [
    ['the visitor writes', ({ call }) => call.write('typing')],
    ['the visitor sends', ({ call }) => call.write('sent')],
    ['the visitor holds the microphone’s button', ({ call }) => void call.hold(true)],
    ['the avatar falls silent by itself', ({ drawing }) => drawing.utterance.cut()],
    ['another answer begins', (scripted) => scripted.begin('b')],
    ['the chat is left', (scripted) => scripted.leaveChat()],
    ['another variant is shown', (scripted) => regenerate(scripted, 'a')],
  ] satisfies [string, (scripted: ScriptedCall) => void][]) {
    it(`is marked when ${name}`, async () => {
      const scripted = await speakingCall()
      scripted.endAnswer('a')
      cut(scripted)
      await microtasks()
      expect(scripted.drawing.said[0]?.isCut).to.equal(true)
      expect(scripted.asked).to.deep.equal(['mark stream of a at 7'])
    })
  }

  it('is marked in characters, and an emoji is one', async () => {
    const scripted = await callWith()
    scripted.begin('a')
    scripted.delta('a', '😀 **One** two three')
    scripted.drawing.sound('two')
    scripted.call.interrupt()
    expect(scripted.asked).to.deep.equal(['mark stream of a at 13'])
  })

  it('is marked by all that was heard of it, whoever said it', async () => {
    const video = new ScriptedFace('video')
    const scripted = await callWith({ isBegun: true, video })
    scripted.begin('a')
    scripted.delta('a', 'One two three four')
    scripted.endAnswer('a')
    video.sound('two')
    video.lose()
    await microtasks()
    await microtasks()
    scripted.drawing.sound('three')
    scripted.call.interrupt()
    expect(scripted.asked).to.deep.equal(['mark stream of a at 13'])
  })

  it('is marked where it was cut the last time when it has gone on', async () => {
    const scripted = await speakingCall()
    scripted.call.interrupt()
    scripted.endAnswer('a', 'stopped')
    scripted.begin('a')
    scripted.delta('a', 'One two three four')
    scripted.call.interrupt()
    expect(scripted.asked.at(-1)).to.equal('mark stream of a at 7')
  })

  it('is not marked before its first word', async () => {
    const scripted = await callWith()
    scripted.begin('a')
    scripted.delta('a', 'One two')
    scripted.endAnswer('a')
    scripted.call.interrupt()
    expect(scripted.asked).to.deep.equal([])
  })

  it('is not marked when it was heard to its end, nor in its last word', async () => {
    const scripted = await callWith()
    scripted.begin('a')
    scripted.delta('a', 'One two.**')
    scripted.endAnswer('a')
    scripted.drawing.sound('two')
    scripted.call.interrupt()
    scripted.begin('b')
    scripted.delta('b', 'Three')
    scripted.endAnswer('b')
    scripted.drawing.sound('Three')
    scripted.drawing.utterance.finish()
    await microtasks()
    expect(scripted.asked).to.deep.equal([])
  })

  it('is not marked when only what somebody does is left of it', async () => {
    const scripted = await callWith()
    scripted.begin('a')
    scripted.delta('a', '*smiles* One two! *waves and leaves*')
    scripted.endAnswer('a')
    scripted.drawing.sound('two')
    scripted.call.interrupt()
    expect(scripted.asked).to.deep.equal([])
  })

  it('is marked with the stage directions before the word', async () => {
    const scripted = await callWith()
    scripted.begin('a')
    scripted.delta('a', '*smiles* One. *nods* Two three')
    scripted.endAnswer('a')
    scripted.drawing.sound('Two')
    scripted.call.interrupt()
    expect(scripted.asked).to.deep.equal(['mark stream of a at 24'])
  })

  it('is not marked while the visitor may only have coughed', async () => {
    const scripted = await speakingCall()
    await scripted.call.listen(true)
    scripted.ear.events.onBargeIn('onset')
    scripted.ear.events.onBargeIn('speech')
    scripted.ear.events.onBargeIn('backchannel')
    expect(scripted.asked).to.deep.equal([])
  })

  it('is not marked when the call ends: what was not heard is there to read', async () => {
    const scripted = await speakingCall()
    await scripted.call.end('ended')
    expect(scripted.asked).to.deep.equal([])
  })

  it('is not marked if it is a greeting, which came through no stream', async () => {
    const scripted = await callWith({})
    scripted.drawing.sound('Nora')
    scripted.call.interrupt()
    expect(scripted.drawing.utterance.isCut).to.equal(true)
    expect(scripted.asked).to.deep.equal([])
  })

  it('is stopped on this side when the server is out of reach', async () => {
    const scripted = await callWith({ isBegun: true, markError: new TypeError('offline') })
    scripted.begin('a')
    scripted.delta('a', 'One two')
    scripted.drawing.sound('One')
    scripted.call.interrupt()
    await microtasks()
    expect(scripted.asked).to.deep.equal(['mark stream of a at 3', 'stop'])
  })

  it('takes no other answer along that is on its way already', async () => {
    const scripted = await speakingCall()
    scripted.endAnswer('a')
    scripted.begin('b')
    expect(scripted.asked).to.deep.equal(['mark stream of a at 7'])
    scripted.call.interrupt()
    expect(scripted.asked.at(-1)).to.equal('stop')
  })
})

describe('what still comes of an answer that was cut', () => {
  for (const [name, wasWriting] of [
    ['while it was written', true],
    ['before its first word', false],
  ] as const) {
    it(`is not taken for another turn, if it was cut ${name}`, async () => {
      const scripted = await callWith()
      scripted.begin('a')
      if (wasWriting) {
        scripted.delta('a', 'One two')
        scripted.drawing.sound('One')
      }
      scripted.call.interrupt()
      const before = scripted.told.length
      scripted.delta('a', ' three')
      scripted.think('generating_speech')
      scripted.endAnswer('a', 'stopped')
      expect(scripted.told.slice(before)).to.deep.equal([])
      expect(scripted.call.view.mindState).to.equal('idle')
    })
  }

  for (const [name, end] of [
    ['was stopped', (scripted) => scripted.endAnswer('a', 'stopped')],
    ['was left with its chat', (scripted) => scripted.leaveChat()],
  ] satisfies [string, (scripted: ScriptedCall) => void][])
    it(`does not hide the turn after one that ${name}`, async () => {
      const scripted = await speakingCall()
      scripted.call.interrupt()
      end(scripted)
      scripted.begin('b')
      scripted.think('routing_to_llm')
      expect(scripted.call.view.mindState).to.equal('routing_to_llm')
    })
})

describe('an answer that begins while another is heard', () => {
  it('is a turn with all its steps', async () => {
    const scripted = await speakingCall()
    scripted.endAnswer('a')
    scripted.begin('b')
    scripted.think('routing_to_llm')
    expect(scripted.call.view.mindState).to.equal('routing_to_llm')
    const before = scripted.told.length
    scripted.delta('b', 'Three')
    scripted.drawing.sound('Three')
    const steps = scripted.told
      .slice(before)
      .filter((event): event is TurnStepEvent => event.type === 'visavis-turn-step')
    expect(steps.map(({ step }) => step)).to.deep.equal(['first-token', 'first-sound'])
  })
})

describe('what a conversation shows no longer', () => {
  it('is silenced at once, and the call goes on', async () => {
    const scripted = await speakingCall()
    scripted.endAnswer('a')
    scripted.happen({ type: 'message-deleted', key: scripted.keyOf('user of a') })
    expect(scripted.drawing.utterance.isCut).to.equal(true)
    expect([scripted.call.view.phase, scripted.call.view.mindState]).to.deep.equal(['on', 'idle'])
  })

  it('is not said at all if that comes before its first sound', async () => {
    const scripted = await callWith()
    scripted.begin('a')
    scripted.delta('a', 'One two')
    scripted.endAnswer('a')
    scripted.happen({ type: 'message-deleted', key: scripted.keyOf('a') })
    expect(scripted.drawing.utterance.isCut).to.equal(true)
  })

  it('is not an answer that has yet to say its first word', async () => {
    const scripted = await callWith()
    scripted.begin('a')
    scripted.happen({ type: 'draft-changed', text: 'Me' })
    scripted.delta('a', 'One two')
    scripted.happen({ type: 'draft-changed', text: 'Me, too' })
    expect(scripted.drawing.utterance.isCut).to.equal(false)
  })

  it('is not a greeting that the server has got to know', async () => {
    const scripted = await callWith({})
    const tree = withChange(scripted.store.state.tree, 'greeting', { id: 'known now' })
    scripted.happen({ type: 'history-loaded', chatId: 'chat', tree })
    expect(scripted.drawing.utterance.isCut).to.equal(false)
  })

  it('does not take along what is being written elsewhere meanwhile', async () => {
    const scripted = await speakingCall()
    scripted.endAnswer('a')
    regenerate(scripted, 'earlier')
    expect(scripted.asked).to.deep.equal(['mark stream of a at 7'])
  })
})
