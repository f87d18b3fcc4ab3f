import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { shapeMessages } from './conversation-roles.ts'
import { textContent, type ModelMessage } from '../model.ts'

const said =
  (role: ModelMessage['role']) =>
  (...texts: string[]): ModelMessage => ({ role, content: texts.flatMap(textContent) })
const user = said('user')
const assistant = said('assistant')
const system = 'Be kind.'
const instructions = { role: 'system', content: textContent(system) }

describe('the roles of a conversation', () => {
  it('stay as they are where the model takes them all', () => {
    const messages = [assistant('Hi'), user('One'), user('Two')]
    assert.deepEqual(
      shapeMessages({ system, messages, hasSystemRole: true, mustAlternate: false }),
      [instructions, ...messages],
    )
  })

  it('have no empty instructions', () => {
    const messages = [user('One')]
    for (const hasSystemRole of [true, false]) {
      const conversation = { system: '', messages, hasSystemRole, mustAlternate: true }
      assert.deepEqual(shapeMessages(conversation), messages)
    }
  })

  it('put the instructions before the first words of the visitor where there is no system', () => {
    const without = { system, hasSystemRole: false }
    assert.deepEqual(shapeMessages({ ...without, messages: [user('One')], mustAlternate: true }), [
      user('Be kind.', 'One'),
    ])
    const messages = [assistant('Hi'), user('One'), assistant('Two')]
    assert.deepEqual(shapeMessages({ ...without, messages, mustAlternate: false }), [
      assistant('Hi'),
      user('Be kind.', 'One'),
      assistant('Two'),
    ])
  })

  it('begin with the instructions where a greeting must not come first', () => {
    const messages = [assistant('Hi'), user('One')]
    assert.deepEqual(
      shapeMessages({ system, messages, hasSystemRole: false, mustAlternate: true }),
      [user(system), ...messages],
    )
  })

  it('begin with silence where a greeting must not come first and the instructions stand apart', () => {
    const messages = [assistant('Hi'), user('One')]
    assert.deepEqual(
      shapeMessages({ system, messages, hasSystemRole: true, mustAlternate: true }),
      [instructions, user('…'), ...messages],
    )
  })

  it('merge neighbours where turns must alternate', () => {
    const messages = [user('One'), user('Two'), assistant('Three'), assistant('Four'), user('Five')]
    assert.deepEqual(
      shapeMessages({ system, messages, hasSystemRole: true, mustAlternate: true }),
      [instructions, user('One', 'Two'), assistant('Three', 'Four'), user('Five')],
    )
  })

  it('leave the conversation that was handed over alone', () => {
    const messages = Object.freeze([Object.freeze(user('One')), Object.freeze(user('Two'))])
    shapeMessages({ system, messages, hasSystemRole: false, mustAlternate: true })
    assert.deepEqual(messages, [user('One'), user('Two')])
  })
})
