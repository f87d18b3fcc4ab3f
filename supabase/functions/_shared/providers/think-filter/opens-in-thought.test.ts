import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { mayOpenInThought } from './opens-in-thought.ts'

describe('models that may open in thought', () => {
  it('are known by their names', () => {
    const likely = [
      'deepseek-r1-distill-qwen-32b',
      'Qwen/QwQ-32B',
      'qwen3-4b-thinking-2507',
      'Apriel-1.6-15b-Thinker',
    ]
    assert.deepEqual(likely.filter(mayOpenInThought), likely)
    const others = ['llama-3.3-70b-versatile', 'gpt-oss-120b', 'gemma-3-27b-it', 'command-r1x']
    assert.deepEqual(others.filter(mayOpenInThought), [])
  })
})
