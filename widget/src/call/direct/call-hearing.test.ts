import { expect } from 'chai'
import {
  callWith,
  ScriptedCall,
  ScriptedFace,
  speakingCall,
} from '../../../test-support/call-fixtures.ts'
import { EarError } from './call-parts.ts'

const microtasks = () => new Promise<void>((resolve) => queueMicrotask(resolve))

describe('the ear of a call', () => {
  async function heardCall(): Promise<ScriptedCall> {
    const scripted = await speakingCall()
    await scripted.call.listen(true)
    return scripted
  }

  it('is closed until the visitor opens it', async () => {
    const scripted = await callWith()
    expect(scripted.ears).to.deep.equal([])
    await scripted.call.listen(true)
    expect(scripted.call.view.microphone).to.equal('on')
    await scripted.call.listen(false)
    expect(scripted.ear.isClosed).to.equal(true)
    expect(scripted.call.view.microphone).to.equal('off')
  })

  it('knows whether the avatar speaks already when it opens', async () => {
    const speaking = await heardCall()
    expect(speaking.ear.heardAvatar).to.deep.equal([true])
    const silent = await callWith()
    await silent.call.listen(true)
    expect(silent.ear.heardAvatar).to.deep.equal([false])
  })

  it('makes the sound quieter at the first sign of speech, and brings it back after a false alarm', async () => {
    const scripted = await heardCall()
    scripted.ear.events.onBargeIn('onset')
    expect(scripted.drawing.asked.at(-1)).to.equal('duck')
    scripted.ear.events.onBargeIn('false-alarm')
    expect(scripted.drawing.asked.at(-1)).to.equal('un-duck')
    expect(scripted.drawing.utterance.isCut).to.equal(false)
  })

  it('is answered with silence once it is speech, and with the word that was left after a cough', async () => {
    const scripted = await heardCall()
    scripted.ear.events.onBargeIn('onset')
    scripted.ear.events.onBargeIn('speech')
    expect(scripted.drawing.utterance.isCut).to.equal(true)
    expect(scripted.asked).to.deep.equal([])
    scripted.delta('a', ' five')
    scripted.ear.events.onBargeIn('backchannel')
    expect(scripted.drawing.utterance.text).to.equal('two three four five')
  })

  it('stops the answer when the visitor takes the turn, and sends what was said once it has stopped', async () => {
    const scripted = await heardCall()
    for (const event of ['onset', 'speech', 'interruption', 'end-of-speech'] as const) {
      scripted.ear.events.onBargeIn(event)
    }
    expect(scripted.asked).to.deep.equal(['mark stream of a at 7'])
    scripted.ear.events.onHeard('Wait, something else')
    expect(scripted.asked.at(-1)).to.equal('stop')
    scripted.endAnswer('a', 'stopped')
    await microtasks()
    expect(scripted.asked.at(-1)).to.equal('send Wait, something else')
    expect(scripted.drawing.said.length).to.equal(1)
  })

  it('lets an answer wait while the visitor speaks on, and drops it for what was said', async () => {
    const scripted = await callWith()
    await scripted.call.listen(true)
    const { events } = scripted.ear
    for (const event of ['onset', 'speech', 'end-of-speech', 'onset', 'speech'] as const) {
      events.onBargeIn(event)
    }
    events.onHeard('Good evening')
    expect(scripted.call.view.mindState).to.equal('listening')
    scripted.begin('a')
    scripted.delta('a', 'And a good evening to you.')
    expect(scripted.drawing.said).to.deep.equal([])
    events.onBargeIn('end-of-speech')
    events.onHeard('I cannot sleep')
    scripted.endAnswer('a', 'stopped')
    await microtasks()
    expect(scripted.asked).to.deep.equal(['send Good evening', 'stop', 'send I cannot sleep'])
    expect(scripted.drawing.said).to.deep.equal([])
  })

  it('says the answer that waited when what the visitor said was no words', async () => {
    const scripted = await callWith()
    await scripted.call.listen(true)
    const { events } = scripted.ear
    events.onBargeIn('onset')
    events.onBargeIn('speech')
    scripted.begin('a')
    scripted.delta('a', 'One two')
    events.onBargeIn('end-of-speech')
    expect(scripted.drawing.said).to.deep.equal([])
    events.onHeard('')
    expect(scripted.drawing.utterance.text).to.equal('One two')
  })

  it('speaks again after it was written to while the visitor spoke', async () => {
    const scripted = await heardCall()
    scripted.ear.events.onBargeIn('onset')
    scripted.ear.events.onBargeIn('speech')
    scripted.call.write('sent')
    scripted.endAnswer('a', 'stopped')
    scripted.begin('b')
    scripted.delta('b', 'One two')
    expect(scripted.drawing.said.length).to.equal(1)
    scripted.ear.events.onBargeIn('backchannel')
    expect(scripted.drawing.utterance.text).to.equal('One two')
  })

  it('sends what was said as the visitor’s message, and nothing when it was no words', async () => {
    const scripted = await callWith()
    await scripted.call.listen(true)
    scripted.ear.events.onHeard(' ')
    scripted.ear.events.onHeard(' Good evening ')
    expect(scripted.asked).to.deep.equal(['send Good evening'])
  })

  it('is open while its button is held, and what was said then is a message', async () => {
    const scripted = await speakingCall()
    await scripted.call.hold(true)
    expect(scripted.drawing.utterance.isCut).to.equal(true)
    expect([scripted.ear.mode, scripted.call.view.mindState]).to.deep.equal(['held', 'listening'])
    scripted.endAnswer('a', 'stopped')
    await scripted.call.hold(false)
    expect(scripted.asked.at(-1)).to.equal('send What was said')
    expect(scripted.call.view.microphone).to.equal('off')
  })

  /** The button is let go of and held again, and then what was said the first time is understood. */
  async function heldAgain() {
    const scripted = await callWith()
    await scripted.call.hold(true)
    const first = scripted.ear
    const understood = first.understand()
    const letGo = scripted.call.hold(false)
    const again = scripted.call.hold(true)
    expect([scripted.ears.length, first.isClosed]).to.deep.equal([1, false])
    understood()
    await Promise.all([letGo, again])
    return scripted
  }

  it('takes what is said while the button is held again after what was said before', async () => {
    const scripted = await heldAgain()
    expect(scripted.asked).to.deep.equal(['send What was said'])
    expect([scripted.ears.length, scripted.ear.isClosed]).to.deep.equal([2, false])
    expect(scripted.call.view.microphone).to.equal('on')
  })

  it('lets an answer wait while its button is held, and says it if nothing was said', async () => {
    const scripted = await heldAgain()
    scripted.begin('a')
    scripted.delta('a', 'One two')
    expect(scripted.drawing.said).to.deep.equal([])
    scripted.ear.said = ''
    await scripted.call.hold(false)
    expect(scripted.drawing.utterance.text).to.equal('One two')
  })

  it('lets the answer go on when it does not open', async () => {
    const scripted = await callWith({ isBegun: true, earError: () => new EarError('busy') })
    await scripted.call.hold(true)
    scripted.begin('a')
    scripted.delta('a', 'One two')
    expect(scripted.drawing.utterance.text).to.equal('One two')
  })

  it('is at rest after a hold in which nothing was said', async () => {
    const scripted = await callWith()
    await scripted.call.hold(true)
    scripted.ear.said = ''
    await scripted.call.hold(false)
    expect(scripted.call.view.mindState).to.equal('idle')
    expect(scripted.asked).to.deep.equal([])
  })

  it('is at rest after a hold whose words a video’s own ear has yet to understand', async () => {
    const scripted = await callWith({ isBegun: true, video: new ScriptedFace('video') })
    await scripted.call.hold(true)
    scripted.ear.said = null
    await scripted.call.hold(false)
    expect(scripted.call.view.mindState).to.equal('idle')
  })

  it('opens with the face when its button is held before there is one', async () => {
    const scripted = new ScriptedCall({ isBegun: true })
    await scripted.call.hold(true)
    expect(scripted.call.view.microphone).to.equal('opening')
    await scripted.call.start()
    expect(scripted.ear.mode).to.equal('held')
    await scripted.call.hold(false)
    expect(scripted.asked).to.deep.equal(['send What was said'])
  })

  it('stays closed when its button is let go of before there is a face', async () => {
    const scripted = new ScriptedCall({ isBegun: true })
    await scripted.call.hold(true)
    await scripted.call.hold(false)
    expect(scripted.call.view.microphone).to.equal('off')
    await scripted.call.start()
    expect(scripted.ears).to.deep.equal([])
  })

  it('says that the browser asks for the microphone, and keeps no answer waiting for that', async () => {
    let allow: () => void = () => undefined
    const allowed = new Promise<void>((resolve) => (allow = resolve))
    const scripted = await callWith({ isBegun: true, allowed })
    const opened = scripted.call.hold(true)
    await microtasks()
    expect(scripted.call.view.microphone).to.equal('asking')
    // Whoever answers the browser lets go of the button for that.
    await scripted.call.hold(false)
    expect(scripted.call.view.microphone).to.equal('asking')
    scripted.begin('a')
    scripted.delta('a', 'One two')
    expect(scripted.drawing.utterance.text).to.equal('One two')
    allow()
    await opened
    expect([scripted.ear.isClosed, scripted.call.view.microphone]).to.deep.equal([true, 'off'])
  })

  it('names why it does not open while its button is held', async () => {
    const scripted = await callWith({ isBegun: true, earError: () => new EarError('denied') })
    await scripted.call.hold(true)
    expect(scripted.call.view.earProblem).to.equal('denied')
    await scripted.call.hold(false)
    expect(scripted.call.view.earProblem).to.equal('denied')
  })

  it('closes as soon as it opens when the button was let go before', async () => {
    const scripted = await callWith()
    const held = scripted.call.hold(true)
    await scripted.call.hold(false)
    await held
    expect(scripted.ear.isClosed).to.equal(true)
    expect(scripted.asked).to.deep.equal([])
  })

  it('shows what the visitor is saying', async () => {
    const scripted = await callWith()
    await scripted.call.listen(true)
    scripted.ear.events.onWords('Good')
    expect(scripted.call.view.speaker).to.equal('visitor')
    expect(scripted.call.view.caption?.before).to.equal('Good')
  })

  it('lets the face follow what the visitor is saying, as long as it listens', async () => {
    const scripted = await callWith({ isBegun: true })
    await scripted.call.listen(true)
    const asked = scripted.drawing.asked.length
    scripted.ear.events.onWords('Good')
    scripted.ear.events.onWords('Good evening')
    expect(scripted.drawing.asked.slice(asked)).to.deep.equal(['listening', 'listening'])
    scripted.ear.events.onBargeIn('end-of-speech')
    scripted.ear.events.onWords('Good evening to you')
    expect(scripted.drawing.asked.slice(asked + 2)).to.deep.equal(['thinking'])
  })

  it('names why it does not open, and the call goes on', async () => {
    const scripted = await callWith({ isBegun: true, earError: () => new EarError('denied') })
    await scripted.call.listen(true)
    expect(scripted.call.view.earProblem).to.equal('denied')
    expect(scripted.call.view.microphone).to.equal('off')
    expect(scripted.call.view.phase).to.equal('on')
  })

  it('names why it closed by itself', async () => {
    const scripted = await heardCall()
    scripted.ear.events.onProblem('unplugged')
    expect(scripted.call.view.earProblem).to.equal('unplugged')
    expect(scripted.ear.isClosed).to.equal(true)
  })

  it('asks before audio is sent away, and opens with a yes', async () => {
    const scripted = await callWith({
      isBegun: true,
      earError: (mayAudioLeave) => (mayAudioLeave ? null : new EarError('needs-consent')),
    })
    await scripted.call.listen(true)
    expect(scripted.call.view.question).to.equal('consent')
    expect(scripted.call.view.microphone).to.equal('off')
    await scripted.call.listen(true, { mayAudioLeave: true })
    expect(scripted.call.view.question).to.equal(null)
    expect(scripted.call.view.microphone).to.equal('on')
  })

  it('takes the words that the video’s own ear has understood, each once', async () => {
    const video = new ScriptedFace('video')
    const scripted = await callWith({ isBegun: true, video })
    video.hearVisitor('1', 'Good evening')
    video.hearVisitor('1', 'Good evening')
    expect(scripted.asked).to.deep.equal(['send Good evening'])
  })

  it('opens again beside the face that takes over', async () => {
    const video = new ScriptedFace('video')
    const scripted = await callWith({ isBegun: true, video })
    await scripted.call.listen(true)
    video.lose()
    await microtasks()
    await microtasks()
    expect(scripted.ears.map(({ isClosed }) => isClosed)).to.deep.equal([true, false])
  })
})
