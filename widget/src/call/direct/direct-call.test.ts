import { expect } from 'chai'
import { callWith, ScriptedCall, speakingCall } from '../../../test-support/call-fixtures.ts'
import type { CallEndEvent } from '../../events/call-end.ts'
import type { CaptionEvent } from '../../events/caption.ts'
import type { MindStateChangeEvent } from '../../events/mind-state-change.ts'

const types = ({ told }: ScriptedCall) => told.map(({ type }) => type)
const microtasks = () => new Promise<void>((resolve) => queueMicrotask(resolve))

/** An audio context that a browser lets sound only once it is asked to. */
class LockedSound extends EventTarget {
  state: AudioContextState = 'suspended'

  async resume(): Promise<void> {
    this.state = 'running'
    this.dispatchEvent(new Event('statechange'))
  }

  async close(): Promise<void> {
    this.state = 'closed'
  }
}

describe('a call', () => {
  it('begins with a face that says the greeting', async () => {
    const { drawing, call, told } = await callWith({})
    expect(call.view.phase).to.equal('on')
    expect(told[0]?.type).to.equal('visavis-call-start')
    expect(drawing.utterance.text).to.match(/^Hello, I’m Nora/u)
    expect(drawing.utterance.hasEnded).to.equal(true)
  })

  it('greets nobody who has talked already', async () => {
    const { drawing } = await callWith()
    expect(drawing.said).to.deep.equal([])
  })

  it('says an answer that was being written when it began', async () => {
    const scripted = new ScriptedCall({ isBegun: true })
    scripted.begin('a')
    scripted.delta('a', 'One ')
    await scripted.call.start()
    scripted.delta('a', 'two')
    expect(scripted.drawing.utterance.text).to.equal('One two')
  })

  it('hands every part of an answer to the face as it arrives, and its end', async () => {
    const scripted = await callWith()
    scripted.begin('a')
    scripted.delta('a', 'One ')
    const { utterance } = scripted.drawing
    expect(utterance.text).to.equal('One ')
    scripted.delta('a', 'two.')
    expect([utterance.text, utterance.hasEnded]).to.deep.equal(['One two.', false])
    scripted.endAnswer('a')
    expect(utterance.hasEnded).to.equal(true)
  })

  it('cuts an answer that another model begins anew, and says it from its beginning', async () => {
    const scripted = await speakingCall()
    const first = scripted.drawing.utterance
    scripted.begin('a')
    scripted.delta('a', 'Something else')
    expect(first.isCut).to.equal(true)
    expect(scripted.drawing.utterance.text).to.equal('Something else')
  })

  it('does not say again what was heard of an answer that goes on after it was stopped', async () => {
    const scripted = await speakingCall()
    scripted.call.interrupt()
    scripted.endAnswer('a', 'stopped')
    scripted.begin('a')
    scripted.delta('a', 'One ')
    scripted.delta('a', 'two three four')
    expect(scripted.drawing.said.length).to.equal(2)
    expect(scripted.drawing.utterance.text).to.equal(' three four')
  })

  it('shows captions with the word that is being said', async () => {
    const scripted = await speakingCall()
    expect(scripted.call.view.caption).to.deep.equal({
      before: 'One ',
      word: 'two',
      after: ' three four',
    })
    const caption = scripted.told.find((event) => event.type === 'visavis-caption') as CaptionEvent
    expect([caption.speaker, caption.text, caption.word]).to.deep.equal([
      'character',
      'One two three four',
      'two',
    ])
  })

  it('tells when an answer has no voice, and when there is one again', async () => {
    const scripted = await speakingCall()
    expect(scripted.call.view.isVoiceMissing).to.equal(false)
    scripted.drawing.voice = () => 'silent'
    scripted.drawing.sound('three')
    expect(scripted.call.view.isVoiceMissing).to.equal(true)
    scripted.drawing.voice = () => 'system'
    scripted.drawing.sound('four')
    expect(scripted.call.view.isVoiceMissing).to.equal(false)
  })

  it('falls silent and stops the answer when it is interrupted', async () => {
    const scripted = await speakingCall()
    scripted.call.interrupt()
    expect(scripted.drawing.utterance.isCut).to.equal(true)
    expect(scripted.asked).to.deep.equal(['mark stream of a at 7'])
    scripted.delta('a', 'late words')
    expect(scripted.drawing.said.length).to.equal(1)
  })

  it('falls silent when the visitor writes, but lets an answer come that has not begun', async () => {
    const scripted = await callWith()
    scripted.begin('a')
    scripted.call.write('typing')
    expect(scripted.asked).to.deep.equal([])
    scripted.delta('a', 'One')
    scripted.call.write('typing')
    expect(scripted.drawing.utterance.isCut).to.equal(true)
    expect(scripted.asked).to.deep.equal(['stop'])
  })

  it('falls silent when the visitor begins a new chat', async () => {
    const scripted = await speakingCall()
    scripted.leaveChat()
    expect(scripted.drawing.utterance.isCut).to.equal(true)
  })

  it('says what there is of an answer that broke off', async () => {
    const scripted = await speakingCall()
    scripted.happen({ type: 'turn-failed', problem: 'offline' })
    expect(scripted.drawing.utterance.hasEnded).to.equal(true)
  })

  it('tells one story of the mind, and hides the brain’s part of it', async () => {
    const scripted = await callWith()
    scripted.call.write('sent')
    scripted.begin('a')
    scripted.think('routing_to_llm')
    scripted.think('generating_speech')
    scripted.delta('a', 'One')
    scripted.drawing.sound('One')
    scripted.endAnswer('a')
    scripted.drawing.utterance.finish()
    await microtasks()
    const states = scripted.told
      .filter((event): event is MindStateChangeEvent => event.type === 'visavis-mind-state-change')
      .map(({ state }) => state)
    expect(states).to.deep.equal([
      'analyzing_speech',
      'routing_to_llm',
      'generating_speech',
      'speaking',
      'idle',
    ])
    expect(types(scripted).filter((type) => type === 'visavis-turn-step').length).to.equal(4)
  })

  it('is about to speak until the first sound of an answer, however soon it was written', async () => {
    const scripted = await callWith()
    scripted.begin('a')
    scripted.think('generating_speech')
    scripted.delta('a', 'One')
    scripted.endAnswer('a')
    expect(scripted.call.view.mindState).to.equal('generating_speech')
    scripted.drawing.sound('One')
    expect(scripted.call.view.mindState).to.equal('speaking')
    scripted.drawing.utterance.finish()
    await microtasks()
    expect(scripted.call.view.mindState).to.equal('idle')
  })

  it('ends with everything that was said kept, and the running answer goes on in writing', async () => {
    const scripted = await speakingCall()
    await scripted.call.end('ended')
    expect(scripted.drawing.isClosed).to.equal(true)
    expect(scripted.isReleased).to.equal(true)
    expect(scripted.asked).to.deep.equal([])
    const end = scripted.told.find((event) => event.type === 'visavis-call-end') as CallEndEvent
    expect(end.reason).to.equal('ended')
    scripted.delta('a', ' five')
    expect(scripted.drawing.utterance.text).to.equal('One two three four')
  })

  it('tells that the browser lets nothing sound, until it does', async () => {
    const sound = new LockedSound()
    const scripted = await callWith({ isBegun: true, sound })
    scripted.clock.pass(1000)
    expect(scripted.call.view.isSoundLocked).to.equal(true)
    scripted.call.unlockSound()
    expect(scripted.asked).to.deep.equal(['unlock sound'])
    expect(scripted.call.view.isSoundLocked).to.equal(false)
    await scripted.call.end('ended')
    expect(sound.state).to.equal('closed')
  })

  it('asks before it takes over the call of another tab', async () => {
    const scripted = await callWith({ isBegun: true, isTaken: true })
    expect(scripted.call.view.question).to.equal('take-over')
    expect(types(scripted)).to.deep.equal([])
    await scripted.call.start({ isTakingOver: true })
    expect(scripted.call.view.phase).to.equal('on')
  })

  it('ends when another tab takes it over', async () => {
    const scripted = await callWith()
    scripted.takeOver()
    expect(scripted.call.view.phase).to.equal('over')
    const end = scripted.told.find((event) => event.type === 'visavis-call-end') as CallEndEvent
    expect(end.reason).to.equal('taken-over')
  })

  it('gives back the claim that it gets once it is over', async () => {
    const scripted = new ScriptedCall({ isBegun: true })
    const begun = scripted.call.start()
    await scripted.call.end('ended')
    await begun
    expect([scripted.isReleased, scripted.call.view.face]).to.deep.equal([true, 'none'])
  })

  it('asks after a silent minute whether anybody is there, and ends when nobody is', async () => {
    const scripted = await callWith()
    scripted.clock.pass(60_000)
    expect(scripted.call.view.question).to.equal('still-there')
    scripted.call.activity()
    expect(scripted.call.view.question).to.equal(null)
    scripted.clock.pass(80_000)
    expect(scripted.call.view.phase).to.equal('over')
    const end = scripted.told.find((event) => event.type === 'visavis-call-end') as CallEndEvent
    expect(end.reason).to.equal('idle')
  })

  it('does not take a long answer for silence', async () => {
    const scripted = await speakingCall()
    scripted.clock.pass(300_000)
    expect(scripted.call.view.question).to.equal(null)
    scripted.endAnswer('a')
    scripted.drawing.utterance.finish()
    await microtasks()
    scripted.clock.pass(60_000)
    expect(scripted.call.view.question).to.equal('still-there')
  })
})
