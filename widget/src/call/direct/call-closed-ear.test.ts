import { expect } from 'chai'
import { callWith, type ScriptedCall, speakingCall } from '../../../test-support/call-fixtures.ts'

describe('the ear of a call, when it closes', () => {
  for (const [name, lose] of [
    ['the visitor closes it', ({ call }) => void call.listen(false)],
    ['the microphone is unplugged', ({ ear }) => ear.events.onProblem('unplugged')],
  ] satisfies [string, (scripted: ScriptedCall) => void][]) {
    it(`sends what was made out of what was said before ${name}`, async () => {
      const scripted = await callWith()
      await scripted.call.listen(true)
      scripted.ear.events.onBargeIn('speech')
      scripted.ear.events.onWords('Good evening')
      scripted.ear.events.onBargeIn('end-of-speech')
      lose(scripted)
      expect(scripted.asked).to.deep.equal(['send Good evening'])
    })

    it(`is at rest when nothing was made out before ${name}`, async () => {
      const scripted = await callWith()
      await scripted.call.listen(true)
      scripted.ear.events.onBargeIn('speech')
      scripted.ear.events.onBargeIn('end-of-speech')
      lose(scripted)
      expect([scripted.call.view.mindState, scripted.asked]).to.deep.equal(['idle', []])
    })
  }

  it('sends what was said while its button was held, though it is unplugged meanwhile', async () => {
    const scripted = await callWith()
    await scripted.call.hold(true)
    const understood = scripted.ear.understand()
    scripted.ear.events.onWords('Good evening')
    const letGo = scripted.call.hold(false)
    scripted.ear.events.onProblem('unplugged')
    understood()
    await letGo
    expect(scripted.asked).to.deep.equal(['send Good evening'])
    expect(scripted.call.view.earProblem).to.equal('unplugged')
  })

  for (const [draft, whole] of [
    ['', 'Good evening'],
    ['Hello!', 'Hello! Good evening'],
  ] as const) {
    it(`leaves what the visitor was still saying to be finished in writing: ${whole}`, async () => {
      const scripted = await callWith()
      scripted.happen({ type: 'draft-changed', text: draft })
      await scripted.call.listen(true)
      scripted.ear.events.onBargeIn('speech')
      scripted.ear.events.onWords('Good evening')
      scripted.ear.events.onProblem('unplugged')
      expect(scripted.asked).to.deep.equal([`draft ${whole}`])
    })
  }

  it('sends nothing that is unclear when the call ends', async () => {
    const scripted = await callWith()
    await scripted.call.listen(true)
    scripted.ear.events.onWords('Good evening')
    scripted.ear.events.onBargeIn('end-of-speech')
    await scripted.call.end('ended')
    expect(scripted.asked).to.deep.equal([])
  })

  it('sends nothing that the visitor is still saying when it is closed', async () => {
    const scripted = await callWith()
    await scripted.call.listen(true)
    scripted.ear.events.onBargeIn('speech')
    scripted.ear.events.onWords('Good evening')
    await scripted.call.listen(false)
    expect(scripted.asked).to.deep.equal([])
  })

  it('lets the face go on, as loud as before, when it closes over a cough', async () => {
    const scripted = await speakingCall()
    await scripted.call.listen(true)
    scripted.ear.events.onBargeIn('onset')
    await scripted.call.listen(false)
    expect(scripted.drawing.asked.at(-1)).to.equal('un-duck')
    await scripted.call.listen(true)
    scripted.ear.events.onBargeIn('speech')
    await scripted.call.listen(false)
    expect(scripted.drawing.utterance.isCut).to.equal(false)
    expect(scripted.drawing.utterance.text).to.equal('two three four')
  })
})
