import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { randomNumbers } from '../../../../../test/fixtures/random-numbers.ts'
import { everySplit } from '../../../../../test/fixtures/splits.ts'
import { takesAtMost } from '../../../../../test/fixtures/takes-at-most.ts'
import { TurnFilter } from './turn-filter.ts'

/** What is shown of an answer, piece by piece, and whether it ended before its text did. */
function read(pieces: readonly string[]): { shown: string[]; isOver: boolean; isOverrun: boolean } {
  const shown: string[] = []
  const filter = new TurnFilter((text) => shown.push(text))
  for (const piece of pieces) filter.add(piece)
  filter.end()
  assert.ok(!shown.includes(''))
  return { shown, isOver: filter.isOver, isOverrun: filter.isOverrun }
}

/** An answer, and what of it is shown. */
type Case = [name: string, said: string, answer: string]

const madeUp = 'And then? Nobody has said this, and nobody is to read it.'

/** What templates put around turns. */
const templates: readonly Case[] = [
  ['ChatML', 'Hello<|im_end|>', 'Hello'],
  ['ChatML’s header', '<|im_start|>assistant\nHello<|im_end|>', 'Hello'],
  ['ChatML with a made-up turn', `Hello<|im_end|>\n<|im_start|>user\n${madeUp}`, 'Hello'],
  ['ChatML without an end', `Hello\n<|im_start|>user\n${madeUp}`, 'Hello\n'],
  ['ChatML with a name', `Hello<|im_start|>Alice\n${madeUp}`, 'Hello'],
  ['ChatML’s separator', '<|im_start|>assistant<|im_sep|>Hello<|im_end|>', 'Hello'],
  ['Llama 2', ' [/INST] Hello </s>', 'Hello '],
  ['Llama 2 with a made-up turn', `Hello</s><s>[INST] ${madeUp} [/INST]`, 'Hello'],
  ['Llama 2 without an end', `Hello.[INST] ${madeUp} [/INST] Hi`, 'Hello.'],
  ['Llama 2 in small letters', 'Hello [/inst]', 'Hello '],
  [
    'Llama 2 told once more',
    '<s>[INST] <<SYS>>\nBe kind\n<</SYS>>\n\nHi [/INST] Hello</s>',
    'Hello',
  ],
  [
    'Llama 3',
    `<|begin_of_text|><|start_header_id|>assistant<|end_header_id|>\n\nHello<|eot_id|><|start_header_id|>user<|end_header_id|>\n\n${madeUp}`,
    'Hello',
  ],
  ['Llama 3 with a role and no header', `Hello<|eot_id|>assistant\n\n${madeUp}`, 'Hello'],
  [
    'Llama 4',
    `<|header_start|>assistant<|header_end|>\n\nHello<|eot|><|header_start|>user`,
    'Hello',
  ],
  ['Mistral', '[INST]Hi[/INST]Hello</s>', 'Hello'],
  [
    'Mistral’s instructions',
    '[SYSTEM_PROMPT]Be kind[/SYSTEM_PROMPT][INST]Hi[/INST] Hello',
    'Hello',
  ],
  ['Mistral’s calls', 'Hello[TOOL_CALLS][{"name": "look"}]', 'Hello'],
  [
    'Gemma',
    `<start_of_turn>model\nHello<end_of_turn>\n<start_of_turn>user\n${madeUp}<end_of_turn>`,
    'Hello',
  ],
  ['Gemma’s newer', `<|turn>model\nHello<turn|>\n<|turn>user\n${madeUp}`, 'Hello'],
  ['Phi', `<|assistant|>\nHello<|end|>\n<|user|>\n${madeUp}<|end|>`, 'Hello'],
  [
    'DeepSeek',
    `<｜begin▁of▁sentence｜><｜Assistant｜>Hello<｜end▁of▁sentence｜><｜User｜>${madeUp}`,
    'Hello',
  ],
  ['DeepSeek’s calls', 'Hello<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function', 'Hello'],
  [
    'Command R',
    `<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>Hello<|END_OF_TURN_TOKEN|><|START_OF_TURN_TOKEN|><|USER_TOKEN|>${madeUp}`,
    'Hello',
  ],
  ['GLM', `[gMASK]<sop><|assistant|>\nHello<|user|>\n${madeUp}`, 'Hello'],
  ['Granite', '<|start_of_role|>assistant<|end_of_role|>Hello<|end_of_text|>', 'Hello'],
  ['Granite with a made-up turn', `Hello<|start_of_role|>user<|end_of_role|>${madeUp}`, 'Hello'],
  ['harmony', 'Hello<|return|>', 'Hello'],
  ['Kimi', `<|im_assistant|>assistant<|im_middle|>Hello<|im_end|>[EOS]`, 'Hello'],
  ['Kimi with a made-up turn', `Hello<|im_user|>user<|im_middle|>${madeUp}`, 'Hello'],
  ['EXAONE', `[|assistant|]Hello[|endofturn|]\n[|user|]${madeUp}`, 'Hello'],
  ['Hunyuan', `<｜hy_Assistant｜>Hello<｜hy_EOT｜><｜hy_User｜>${madeUp}`, 'Hello'],
  ['Seed', '<seed:bos>assistant: Hello<seed:eos>', 'assistant: Hello'],
  ['InternLM', `Hello[UNUSED_TOKEN_145]\n`, 'Hello\n'],
  ['OpenAssistant', `Hello<|endoftext|><|prompter|>${madeUp}`, 'Hello'],
  ['nothing but marks', '<bos>Hel<pad>lo<unk> there<eos><pad><pad>', 'Hello there'],
  ['several ends', 'Hello<|im_end|><|endoftext|></s><eos>', 'Hello'],
  ['reserved ones', '<unused12>Hello<|reserved_special_token_7|> there<extra_id_0>', 'Hello there'],
  ['one that nobody knows', 'Hello<|new_token|> there', 'Hello there'],
  ['capitals', `Hello<|IM_END|>\n<|Im_Start|>User\n${madeUp}`, 'Hello'],
  ['no answer', `<|im_start|>user\n${madeUp}<|im_end|>`, ''],
  ['nothing', '<|im_end|>', ''],
  ['an end before the answer', '<|im_end|>\n<|im_start|>assistant\nHello', 'Hello'],
  ['an end that is cut', 'Hello<|im_', 'Hello<|im_'],
  ['Russian', `Привет.<|im_end|>\n<|im_start|>user\n${madeUp}`, 'Привет.'],
  ['another message of its own', 'One\n<|im_start|>assistant\ntwo', 'One\n\ntwo'],
]

/** Where a sentence goes on, a token is only spoken of: it goes alone. */
const spokenOf: readonly Case[] = [
  [
    'ends and headers',
    'ChatML has <|im_start|> and <|im_end|>, and so on.',
    'ChatML has  and , and so on.',
  ],
  ['brackets', 'It stands between [INST] and [/INST].', 'It stands between  and .'],
  ['a role', 'It writes <|im_start|>user and then <|user|> too.', 'It writes user and then  too.'],
  ['Russian', 'Токены <|eot_id|> и </s> ставит шаблон.', 'Токены  и  ставит шаблон.'],
]

/** Code is an example, and brackets are brackets. */
const plain: readonly string[] = [
  'Use `<|im_end|>` to end a turn, and `[INST]` to begin one.',
  'See:\n```text\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n```\nThat is ChatML.',
  '~~~\n<s>[INST] Hi [/INST] Hello</s>\n~~~\n`<s>`',
  'It was <s>ten</s> five, then <s>six</s>.',
  'if a < b and b<c then a <= c, x<t, <| x |> and <|> and [|x| + 1]',
  '[1] [x] [INSERT] [inside] [INST](https://a.example) [EOS](https://b.example) [pad] [mask]',
  '<b>bold</b> <span> <pads> <start> <sos> <user> <assistant> <unused> <|°_°|> <｜>',
  'ends in <',
  'ends in [',
  '🙂 < 🙃',
]

describe('the turn filter', () => {
  for (const [name, said, answer] of [...templates, ...spokenOf]) {
    it(`shows the answer alone, cut anywhere: ${name}`, () => {
      for (const pieces of everySplit(said)) {
        assert.equal(read(pieces).shown.join(''), answer, JSON.stringify(pieces))
      }
    })
  }

  for (const text of plain) {
    it(`leaves as it is, cut anywhere: ${JSON.stringify(text)}`, () => {
      for (const pieces of everySplit(text)) {
        const { shown, isOver } = read(pieces)
        assert.equal(shown.join(''), text, JSON.stringify(pieces))
        assert.equal(isOver, false)
      }
    })
  }

  it('takes out what ends an answer, though its code was never closed', () => {
    for (const said of ['a stray ` mark<|im_end|>', '```js\nlet a\n<|im_end|>\n']) {
      for (const pieces of everySplit(said)) {
        const { shown, isOver } = read(pieces)
        assert.doesNotMatch(shown.join(''), /\|/u)
        assert.equal(isOver, true)
      }
    }
  })

  it('says when the model goes on behind its end, and not for a row of ends', () => {
    const goneOn = `Hello<|im_end|>\n<|im_start|>user\n${madeUp}`
    assert.deepEqual(read([goneOn]), { shown: ['Hello'], isOver: true, isOverrun: true })
    assert.equal(read(['Hello<|im_end|><|endoftext|></s>\n']).isOverrun, false)
    assert.equal(read(['Hello']).isOver, false)
  })

  it('holds back only what may become a token', () => {
    const shown: string[] = []
    const filter = new TurnFilter((text) => shown.push(text))
    const pieces = ['a <', ' b', ' <|i', 'm a ', '<di', 'v> [I', 'N] [x', '] <|', '> end']
    for (const piece of pieces) filter.add(piece)
    const expected = ['a ', '< b', ' ', '<|im a ', '<di', 'v> ', '[IN] [x', '] ', '<|> end']
    assert.deepEqual(shown, expected)
  })

  it('begins anew when all so far was none of the answer', () => {
    const shown: string[] = []
    const filter = new TurnFilter((text) => shown.push(text))
    filter.add('thought `<|im_end|>\n<|im_start|>user\n')
    filter.startOver()
    filter.add('\nHello<|im_end|>')
    filter.end()
    assert.equal(shown.at(-1), 'Hello')
  })

  it('is in proportion to the length of any text', async () => {
    for (const seed of ['<', '[', '<|', '<|im_start|>', '`<|', '<s>', '[|a', '<|im_end|> and ']) {
      const readBoth = () => {
        read([seed.repeat(100_000 / seed.length)])
        read(Array.from({ length: 20_000 }, () => seed))
      }
      assert.ok(await takesAtMost(10_000, readBoth), seed)
    }
  })

  it('loses nothing and shows no token in 5,000 random answers, cut at random', () => {
    const random = randomNumbers(11)
    const oneOf = <T>(items: readonly T[]): T => items[random(items.length)] as T
    const texts = [
      'Hello there. ',
      'А если a < b? ',
      'word',
      '\n\n',
      '🙂 ',
      '[x] ',
      '`<|im_end|>` ',
    ]
    const marks = [
      '<bos>',
      '<|x|>',
      '<unk>',
      '<pad>',
      '[PAD]',
      '<｜x▁y｜>',
      '<|im_sep|>',
      '[/INST]',
    ]
    const heads = ['', '<|im_start|>assistant\n', '[/INST] ', '<｜Assistant｜>', '<|turn>model\n']
    const ends = ['', '<|im_end|>', '</s>', '<|eot_id|>\n', '<eos>', '<end_of_turn>\n']
    for (let round = 0; round < 5_000; round += 1) {
      let said = oneOf(heads)
      let answer = ''
      for (let parts = 1 + random(8); parts > 0; parts -= 1) {
        const isMark = random(3) === 0
        const part = isMark ? oneOf(marks) : oneOf(texts)
        said += part
        if (!isMark) answer += part
      }
      const end = oneOf(ends)
      said += end
      if (end !== '') said += oneOf(['', `<|im_start|>user\n${madeUp}`, `<｜User｜>${madeUp}`])
      const pieces: string[] = []
      for (let start = 0; start < said.length;) {
        const stop = start + 1 + random(oneOf([1, 4, 40]))
        pieces.push(said.slice(start, stop))
        start = stop
      }
      assert.equal(read(pieces).shown.join(''), answer.trimStart(), JSON.stringify(pieces))
    }
  })
})
