import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it, mock } from 'node:test'
import { CheckedTokens } from './checked-tokens.ts'

const visitor = { id: '5f0c2f7c-3d0e-4a0e-8a58-0f4a2f7f8f11', isAnonymous: true }
const now = 1_800_000_000_000
const second = 1_000

let checked: CheckedTokens
beforeEach(() => {
  mock.timers.enable({ apis: ['Date'], now })
  checked = new CheckedTokens()
})
afterEach(() => mock.timers.reset())

describe('a checked token', () => {
  it('is known by all of its letters', () => {
    checked.keep('a.b.c', visitor)
    assert.equal(checked.find('a.b.c'), visitor)
    for (const other of ['a.b.d', 'a.b.c ', 'a.b', '']) assert.equal(checked.find(other), undefined)
  })

  it('is checked anew after a minute, since its key may have been taken back', () => {
    checked.keep('a.b.c', visitor, (now + 3_600 * second) / second)
    mock.timers.tick(59 * second)
    assert.equal(checked.find('a.b.c'), visitor)
    mock.timers.tick(second)
    assert.equal(checked.find('a.b.c'), undefined)
  })

  it('is known no longer than it lasts', () => {
    checked.keep('a.b.c', visitor, (now + 10 * second) / second)
    mock.timers.tick(10 * second)
    assert.equal(checked.find('a.b.c'), undefined)
  })

  it('makes room for newer ones', () => {
    for (let count = 0; count <= 1_000; count += 1) checked.keep(`token ${count}`, visitor)
    assert.equal(checked.find('token 0'), undefined)
    assert.equal(checked.find('token 1'), visitor)
    assert.equal(checked.find('token 1000'), visitor)
  })
})
