import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { HedgeBudget } from './hedge-budget.ts'

describe('the budget for second models', () => {
  it('is one and a tenth of all turns, of which a few are saved up', () => {
    const budget = new HedgeBudget()
    let hedges = 0
    const turn = (isSlow: boolean) => {
      budget.countTurn()
      if (!isSlow || !budget.canSpend) return
      budget.spend()
      hedges += 1
    }
    for (let turns = 0; turns < 1_000; turns += 1) turn(true)
    assert.equal(hedges, 101)
    for (let turns = 0; turns < 1_000; turns += 1) turn(false)
    for (let turns = 0; turns < 9; turns += 1) turn(true)
    assert.equal(hedges, 106)
  })
})
