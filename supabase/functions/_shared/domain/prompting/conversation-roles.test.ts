import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { shapeMessages } from './conversation-roles.ts'
import type { ModelMessage } from '../model.ts'

const user = (content: string): ModelMessage => ({ role: 'user', content })
const assistant = (content: string): ModelMessage => ({ role: 'assistant', content })
const system = 'Be kind.'

describe('the roles of a conversation', () => {
  it('stay as they are where the model takes them all', () => {
    const messages = [assistant('Hi'), user('One'), user('Two')]
    assert.deepEqual(
      shapeMessages({ system, messages, hasSystemRole: true, mustAlternate: false }),
      [{ role: 'system', content: system }, ...messages],
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
      user('Be kind.\n\nOne'),
    ])
    const messages = [assistant('Hi'), user('One'), assistant('Two')]
    assert.deepEqual(shapeMessages({ ...without, messages, mustAlternate: false }), [
      assistant('Hi'),
      user('Be kind.\n\nOne'),
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
      [{ role: 'system', content: system }, user('…'), ...messages],
    )
  })

  it('merge neighbours where turns must alternate', () => {
    const messages = [user('One'), user('Two'), assistant('Three'), assistant('Four'), user('Five')]
    assert.deepEqual(
      shapeMessages({ system, messages, hasSystemRole: true, mustAlternate: true }),
      [
        { role: 'system', content: system },
        user('One\n\nTwo'),
        assistant('Three\n\nFour'),
        user('Five'),
      ],
    )
  })

  it('leave the conversation that was handed over alone', () => {
    const messages = Object.freeze([Object.freeze(user('One')), Object.freeze(user('Two'))])
    shapeMessages({ system, messages, hasSystemRole: false, mustAlternate: true })
    assert.deepEqual(messages, [user('One'), user('Two')])
  })
})
