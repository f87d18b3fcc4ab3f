import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { character } from '../../../../../test/fixtures/memory-chat-store.ts'
import { prompts } from './prompts.ts'
import { disclosureOf, systemPrompt } from './system-prompt.ts'

describe('the system prompt', () => {
  it('holds everything the character is made of', () => {
    const exampleDialogue = 'Visitor: Why is the sky blue?\nAda: Guess first!'
    const prompt = systemPrompt(prompts, { ...character, exampleDialogue }, 'long')
    for (const part of [
      character.name,
      character.tagline,
      character.personality,
      character.scenario,
      '- I keep a jar of sea glass.\n- Octopuses have three hearts.',
      exampleDialogue,
      'two or three paragraphs',
    ]) {
      assert.ok(prompt.includes(part), part)
    }
    assert.ok(!prompt.includes('{{'))
  })

  it('leaves out what the character does not have, heading and all', () => {
    const prompt = systemPrompt(prompts, { ...character, facts: [], scenario: '' }, 'short')
    for (const heading of ['What is true', 'The situation', 'An example']) {
      assert.ok(!prompt.includes(heading), heading)
    }
    assert.ok(!/\n{3}/u.test(prompt))
  })

  it('speaks the character’s language', () => {
    const eva = { ...character, language: 'ru' as const, name: 'Ева' }
    assert.match(systemPrompt(prompts, eva, 'very_long'), /^Вы — Ева/u)
    assert.match(disclosureOf(eva), /не с человеком/u)
    assert.match(disclosureOf(character), /not a person/u)
  })

  it('takes a character’s words as they are, even those that look like ours', () => {
    const personality = 'Says $& and {{name}} a lot.'
    const prompt = systemPrompt(prompts, { ...character, personality }, 'short')
    assert.ok(prompt.includes(personality))
  })
})
