import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readContent } from './content.ts'

/** What is read of some content: its text, and in brackets what else there is. */
function read(content: unknown): string {
  let heard = ''
  readContent(content, {
    onText: (text) => (heard += text),
    onThought: () => (heard += '[thought]'),
    onRefusal: () => (heard += '[refusal]'),
    onToolCall: () => (heard += '[tool]'),
    onUnknown: (type) => (heard += `[${type}]`),
  })
  return heard
}

describe('content', () => {
  const shapes: [name: string, content: unknown, heard: string][] = [
    ['a string', 'Hi', 'Hi'],
    ['a list of strings', ['Hi', ' there'], 'Hi there'],
    ['a part', { type: 'text', text: 'Hi' }, 'Hi'],
    ['a part without a type', { text: 'Hi' }, 'Hi'],
    [
      'parts',
      [
        { type: 'text', text: 'Hi' },
        { type: 'output_text', text: ' there' },
      ],
      'Hi there',
    ],
    ['a part that adds', { type: 'text_delta', text: 'Hi' }, 'Hi'],
    ['a part whose text is an object', { type: 'text', text: { value: 'Hi' } }, 'Hi'],
    ['a field of another name', { output_text: 'Hi' }, 'Hi'],
    ['parts only', { parts: [{ text: 'Hi' }] }, 'Hi'],
    [
      'Gemini’s own',
      { role: 'model', parts: [{ text: 'x', thought: true }, { text: 'Hi' }] },
      '[thought]Hi',
    ],
    [
      'Mistral’s',
      [
        { type: 'thinking', thinking: [{ type: 'text', text: 'secret' }] },
        { type: 'text', text: 'Hi' },
        { type: 'reference', reference_ids: [1] },
      ],
      '[thought]Hi[reference]',
    ],
    [
      'a response’s output',
      [
        { type: 'reasoning', summary: [{ type: 'summary_text', text: 'secret' }] },
        { type: 'message', content: [{ type: 'output_text', text: 'Hi' }] },
      ],
      '[thought]Hi',
    ],
    ['a list in a list', [[{ type: 'text', text: 'Hi' }], ' there'], 'Hi there'],
    ['the same text twice', { content: 'Hi', text: 'Hi' }, 'Hi'],
    ['a text behind an empty content', { content: '', text: 'Hi' }, 'Hi'],
    ['a thought without a type', { type: 'redacted_thinking', data: 'secret' }, '[thought]'],
    ['a thought’s signature', { type: 'signature_delta', signature: 'secret' }, '[thought]'],
    ['a refusal', [{ type: 'refusal', refusal: 'No.' }], '[refusal]'],
    ['a call', [{ type: 'tool_use', name: 'f', input: {} }], '[tool]'],
    ['a picture', [{ type: 'image_url', image_url: { url: 'data:' } }], '[image_url]'],
    ['a picture without a type', [{ image_url: { url: 'data:' } }, { text: 'Hi' }], '[untyped]Hi'],
    ['words for a name', { I_want_to_die: 'tonight' }, '[untyped]'],
    [
      'words that name a text',
      [{ 'my text': 'secret' }, { message_to_her: 'secret' }],
      '[untyped][untyped]',
    ],
    ['words for a name, deep within', { parts: [{ content: { I_want_to_die: 1 } }] }, '[untyped]'],
    ['a type that is none', { type: 7, I_want_to_die: 1 }, '[untyped]'],
    ['a call without a type', { parts: [{ functionCall: { name: 'f', args: {} } }] }, '[tool]'],
    ['a signature without a type', [{ thoughtSignature: 'secret' }], '[thought]'],
    ['a type in one word', [{ type: 'outputText', text: 'Hi' }], 'Hi'],
    ['a type as a class', [{ type: 'TextPart', text: 'Hi' }], 'Hi'],
    [
      'what was read to answer, as a class',
      { type: 'ContextPart', text: 'secret' },
      '[ContextPart]',
    ],
    ['what was read to answer', { type: 'context', text: 'secret' }, '[context]'],
    ['nothing', [null, undefined, 7, true, '', [], {}, { type: 'text' }], ''],
  ]
  for (const [name, content, heard] of shapes) {
    it(`is read as ${name}`, () => assert.equal(read({ content }), heard))
  }

  it('is not followed for ever', () => {
    let content: unknown = 'deep'
    for (let depth = 0; depth < 100_000; depth += 1) content = [{ content }]
    assert.equal(read(content), '')
  })
})
