import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { askedServer, assertFailure } from '../../../../../test/fixtures/asked-model.ts'
import { answer } from '../../../../../test/fixtures/llm-server.ts'

const { ask } = askedServer()

describe('the turns of an answer', () => {
  for (const [name, pieces, expected] of [
    ['a token at its end', ['Hel', 'lo<|im', '_end|>'], 'Hello'],
    ['a header before it', ['<|im_start|>', 'assistant', '\n', 'Hello'], 'Hello'],
    ['a thought in between', ['<|im_start|>assistant\n<think>a</think>\n', 'Hello</s>'], 'Hello'],
    ['tokens in its thought', ['<think>a<|im_end|><|im_start|>user\n</think>', 'Hello'], 'Hello'],
    ['code', ['Use `', '<|im_end|>', '`.'], 'Use `<|im_end|>`.'],
    ['harmony', ['<|channel|>final<|message|>', 'Hello', '<|return|>'], 'Hello'],
    [
      'harmony going on',
      ['Hello<|end|>', '<|start|>user<|message|>Hi<|end|><|start|>assistant<|message|>Yes'],
      'Hello',
    ],
    [
      'a thought in harmony that the template has begun',
      ['secret<|end|>', '<|start|>assistant', '<|channel|>final<|message|>', 'Hello<|return|>'],
      'Hello',
    ],
    ['Solar', ['<|think|>a<|end|><|begin|>assistant<|content|>Hello<|end|>\n'], 'Hello'],
  ] as const) {
    it(`shows no token: ${name}`, async () => {
      const { text, answer: ended } = await ask(answer(pieces))
      assert.equal(text, expected)
      assert.equal(ended?.finishReason, 'stop')
    })
  }

  it('ends, and lets go of the model, where it begins to speak for the visitor', async () => {
    let left: Promise<void> | undefined
    const { text, answer: ended } = await ask(async (exchange) => {
      exchange.text('Hello<|im_end|>\n<|im_start|>user\n')
      exchange.text('Nobody has said this, and nobody is to read a word of it.')
      // Nothing more ever comes, and no end.
      left = exchange.closed
      await left
    })
    await left
    assert.equal(text, 'Hello')
    assert.equal(ended?.finishReason, 'stop')
  })

  it('is whole whatever the end of the made-up turn was', async () => {
    const pieces = ['Hello<|im_end|>\n<|im_start|>', 'user\nHi']
    const { text, answer: ended } = await ask(answer(pieces, { finishReason: 'length' }))
    assert.equal(text, 'Hello')
    assert.equal(ended?.finishReason, 'stop')
  })

  it('is empty where the model only speaks for others', async () => {
    const { error } = await ask(answer(['<|im_start|>user\nHi<|im_end|>']))
    assertFailure(error, 'empty')
  })
})
