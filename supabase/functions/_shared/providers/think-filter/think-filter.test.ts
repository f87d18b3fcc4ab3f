import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { everySplit } from '../../../../../test/fixtures/splits.ts'
import { ThinkFilter, type ThinkFilterOptions } from './think-filter.ts'

type Piece = string | { thought: string }

type Filtered = {
  answer: string
  /** All that was shown at any time. */
  shown: string
  voided: number
}

function filter(pieces: readonly Piece[], options?: ThinkFilterOptions): Filtered {
  const filtered: Filtered = { answer: '', shown: '', voided: 0 }
  const onText = (text: string) => {
    assert.notEqual(text, '')
    filtered.answer += text
    filtered.shown += text
  }
  const onRetract = () => {
    filtered.answer = ''
    filtered.voided += 1
  }
  const thinkFilter = new ThinkFilter({ onText, onThinking: () => undefined, onRetract }, options)
  for (const piece of pieces) {
    if (typeof piece === 'string') thinkFilter.add(piece)
    else thinkFilter.addThought(piece.thought)
  }
  thinkFilter.end()
  return filtered
}

/** What a model says and what of it is answer. */
type Case = [name: string, said: string, answer: string]

const thoughts: readonly Case[] = [
  ['think', '<think>secret</think>\n\nHello', 'Hello'],
  ['thinking', '<thinking>secret</thinking>Hello', 'Hello'],
  ['thought', '<thought>secret</thought>Hello', 'Hello'],
  ['reasoning', '<reasoning>secret</reasoning>Hello', 'Hello'],
  ['capitals', '<THINK>secret</Think> Hello', 'Hello'],
  ['attributes', '<think type="deep" n=2>secret</think >Hello', 'Hello'],
  ['an attribute with an angle', '<think note="a>b">secret</think>Hello', 'Hello'],
  ['spaces', '< think >secret</ think >Hello', 'Hello'],
  ['line breaks', '<think\n>\nsecret\n</think\n>\n\n\nHello', 'Hello'],
  ['an empty thought', '<think>\n\n</think>\n\nHello', 'Hello'],
  ['an empty tag', '<think/>Hello <thinking />there', 'Hello there'],
  ['whitespace before the thought', '\n <think>secret</think>\nHello', 'Hello'],
  ['two thoughts', '<think>secret</think>One <think>secret</think>two', 'One two'],
  ['a thought between two words', 'One<think>secret</think> two', 'One two'],
  ['nested thoughts', '<think>a<think>secret</think>secret</think>Hello', 'Hello'],
  ['thoughts of two names', '<think>a<thought>secret</thought>secret</think>Hello', 'Hello'],
  ['an inner thought left open', '<think>a<thought>secret</think>Hello', 'Hello'],
  ['names confused', '<think>secret</thinking>Hello', 'Hello'],
  ['a thought about tags', '<think>a `</think>` or `<think>`, secret</think>Hello', 'Hello'],
  ['a thought ending in code', '<think>secret `ls`</think>`ls` lists', '`ls` lists'],
  ['a thought with code', '<think>```\nsecret\n```\nsecret</think>Hello', 'Hello'],
  ['a thought with brackets', '<think>a < b, <b>, ◁ secret</b></think>Hello', 'Hello'],
  ['a thought behind a fence', '```\na\n```<think>secret</think>Hello', '```\na\n```Hello'],
  ['a thought behind code in a line', '```a``` <think>secret</think>Hello', '```a``` Hello'],
  ['a tag cut by another', '<<think>secret</think>Hello', '<Hello'],
  ['Kimi', '◁think▷secret◁/think▷Hello', 'Hello'],
  ['Gemma', '<|channel>thought\nsecret<channel|>Hello', 'Hello'],
  ['Gemma without a thought', '<|channel>thought\n<channel|>Hello', 'Hello'],
  ['a tag in Gemma’s thought', '<|channel>thought\n</think>secret<channel|>Hello', 'Hello'],
  [
    'harmony',
    '<|channel|>analysis<|message|>secret<|end|><|start|>assistant<|channel|>final<|message|>Hello',
    'Hello',
  ],
  [
    'harmony with an unclosed thought',
    '<|start|>assistant<|channel|>analysis<|message|>secret<|channel|>final <|constrain|>text<|message|>Hello',
    'Hello',
  ],
  [
    'harmony with a commentary',
    '<|channel|>commentary to=functions.x <|constrain|>json<|message|>{"a":"secret"}<|call|><|start|>assistant<|message|>Hello',
    'Hello',
  ],
  ['a call of harmony’s', '<|channel|>commentary<|message|>secret<|call|>Hello', 'Hello'],
  [
    'a message that it makes up',
    '<|start|>user<|message|>secret<|end|><|start|>assistant<|channel|>final<|message|>Hello',
    'Hello',
  ],
  ...[
    'seed:think',
    'antml:thinking',
    'reflection',
    'thoughts',
    'scratchpad',
    'inner_monologue',
    'internal_reasoning',
    'chain_of_thought',
    'Thought_Process',
    'inner-thoughts',
    'Chain-of-Thought',
    'self-reflection',
    'innerMonologue',
    'inner thoughts',
    'my_thoughts',
    'reasoning_content',
    'scratch_pad',
    'agent-reasoning',
    'ai_thoughts',
    'mm:think',
    'ifm|think_fast',
    'think:opensource',
    'longcat_think',
    'redacted_thinking',
    'reason',
  ].map((name): Case => [name, `\n<${name}>secret</${name}>\n\nHello`, 'Hello']),
  ['a name of its own in the middle', 'One <seed:think>secret</seed:think>two', 'One two'],
  ...['mm:think', 'ifm|think', 'think:opensource', 'longcat_think', 'redacted_thinking'].map(
    (name): Case => [`${name} anywhere`, `One <${name}> secret</${name}> two`, 'One  two'],
  ),
  ['a spelling confused', '<inner-thoughts>secret</inner_thoughts>Hello', 'Hello'],
  ['an effort confused', '<ifm|think_fast>secret</ifm|think_faster>Hello', 'Hello'],
  ['a side in its name', '<start_working_out>secret<end_working_out>Hello', 'Hello'],
  ['Apertus', '<|inner_prefix|>secret<|inner_suffix|>Hello', 'Hello'],
  ['MedGemma', '<unused94>thought\nsecret<unused95>Hello', 'Hello'],
  ['half a pipe', '<|think>secret<think|>Hello', 'Hello'],
  ['a word', '<analysis>secret</analysis>Hello', 'Hello'],
  ['a word with attributes', '<analysis a="1">\n secret\n</analysis > Hello', 'Hello'],
  ['a word on a line of its own', 'Hi\n<thoughts>\nsecret\n</thoughts>\nthere', 'Hi\n\nthere'],
  ['a word with a word behind it', 'One <analysis>secret</analysis>two', 'One two'],
  ['a word in itself', '<cot>a <cot>secret</cot> secret</cot>Hello', 'Hello'],
  ['a word behind a thought', '<think>a</think> <cot>secret</cot>Hello', 'Hello'],
  ['a word that never ends', '<analysis>secret', ''],
  ['a thought that speaks of a word', '<think>a <cot> or </cot>, secret</think>Hi', 'Hi'],
  ['brackets', '[THINK]secret[/THINK]Hello', 'Hello'],
  [
    'brackets behind a word',
    'One [THINK]secret [THINK]secret[/THINK] secret[/THINK]two',
    'One two',
  ],
  ['brackets on a line of their own', 'Hi\n[THINKING]\nsecret\n[/THINKING]\nthere', 'Hi\n\nthere'],
  ...[
    ['.', '\n'],
    ['.', '  \n'],
    ['.', '\r\n'],
    ['!', ' '],
    ['?', '\t'],
    [' 🙂', ' '],
    [':', ' '],
    ['*', ' '],
    [')', ' '],
    ['.', '**'],
    ['.', '- '],
    ['.', '"'],
    ['.', '¿'],
    ['', '\n'],
    [',', '\n'],
    ['', ' The '],
    ['', ' I '],
    ['', ' Я '],
  ].map(([before = '', behind = '']): Case => [
    `a word behind ${JSON.stringify(before)} and before ${JSON.stringify(behind)}`,
    `*Sure${before} <scratchpad>${behind}secret\n</scratchpad>\nBye`,
    `*Sure${before} \nBye`,
  ]),
  ...['analysis', 'reason', 'reflect', 'reflection', 'plan', 'planning', 'inner thoughts'].map(
    (name): Case => [
      `${name} behind a sentence`,
      `Sure. <${name}> secret </${name}> Bye`,
      'Sure.  Bye',
    ],
  ),
  ['a word at once behind a sentence', 'Sure.<cot> secret</cot>Bye', 'Sure.Bye'],
  ['a word in a line of its own before a blank', 'Sure\n<cot> secret</cot>\nBye', 'Sure\n\nBye'],
  ['brackets behind a sentence', 'Sure. [THINK] secret [/THINK] Bye', 'Sure.  Bye'],
  ['small brackets that end a line', 'Sure. [reasoning]\nsecret\n[/reasoning]\nBye', 'Sure. \nBye'],
  [
    'a word that it thinks by already',
    'Sure. <cot> secret </cot> Bye <cot> secret </cot> then [THINK]secret[/THINK]',
    'Sure.  Bye  then ',
  ],
  ['a word behind a sentence that never ends', 'Sure. <scratchpad>\nsecret', 'Sure. '],
  ['brackets that are never closed', '[THINK] secret', ''],
  ['brackets with a tag in them', '[THINK]a <think>secret</think> secret[/THINK]Hello', 'Hello'],
  ['small brackets', '[think]secret[/think]Hello', 'Hello'],
  ['small brackets before a blank', '[Think] secret [/Think]\nHello', 'Hello'],
  ['another word in small brackets', '[reasoning]\nsecret\n[/reasoning]\nHello', 'Hello'],
  ...['ANALYSIS', 'REFLECTION', 'INNER MONOLOGUE', 'CHAIN_OF_THOUGHT', 'SELF-REFLECTION'].map(
    (name): Case => [`[${name}]`, `[${name}] secret\n[/${name}]\nHello`, 'Hello'],
  ),
  ['brackets that say their sides', '[START THINKING]secret\n[END THINKING]\nHello', 'Hello'],
  ['a tag with brackets in it', '<think>a [THINK] or [/THINK], secret</think>Hello', 'Hello'],
  ['a begun thought', '<|begin_of_thought|>secret<|end_of_thought|>\n\nHello', 'Hello'],
  [
    'a begun solution',
    '<|begin_of_thought|>\n\nsecret\n\n<|end_of_thought|>\n\n<|begin_of_solution|>\n\nHello<|end_of_solution|>',
    'Hello',
  ],
  ...['START', 'Start', 'start', 'BEGIN_OF'].map((start): Case => [
    `Cohere’s ${start}`,
    `<|${start}_THINKING|>secret<|END_THINKING|><|${start}_RESPONSE|>Hello<|END_RESPONSE|>`,
    'Hello',
  ]),
  ['a response that ends the thought', '<|START_THINKING|>secret<|START_RESPONSE|>Hi', 'Hi'],
  ['a thought about responses', '<think>a `<|START_RESPONSE|>`, secret</think>Hello', 'Hello'],
  ['a response and no thought', '<|START_RESPONSE|>Hello<|END_RESPONSE|>', 'Hello'],
  ['Solar', '<|think|>secret<|end|><|begin|>assistant<|content|>Hello', 'Hello'],
  ['a box', 'It is <|begin_of_box|>42<|end_of_box|>', 'It is 42'],
  ...['answer', 'response', 'output', 'SOLUTION', 'final_answer'].map((name): Case => [
    `an answer framed as ${name}`,
    `<think>a <${name}> or </${name}>, secret</think>\n<${name}>\nHello</${name}>`,
    'Hello',
  ]),
  ['a started thought', '<|start_of_thinking|>secret<|end_of_thinking|>Hello', 'Hello'],
  ['a tag in pipes', 'Hi <|think|>secret<|/think|>there', 'Hi there'],
  ['names of two kinds', '<analysis>a <reflection>secret</reflection>secret</analysis>Hi', 'Hi'],
  ['a kind of name that is left open', '<analysis>a <reflection>secret</analysis>Hello', 'Hello'],
  ['a thought that never ends', 'Hello <think>secret', 'Hello '],
  ['a thought in a tag of harmony’s', '<think><|channel|>final<|message|>secret</think>Hi', 'Hi'],
]

/** Thoughts that a template has opened, so that only their end can be seen. */
const unbegun: readonly Case[] = [
  ['think', 'secret thought</think>\n\nHello', 'Hello'],
  ['capitals', 'secret</THINKING>Hello', 'Hello'],
  ['a thought within', 'secret<think>secret</think>secret</think>Hello', 'Hello'],
  ['code in the thought', 'secret `x\n```\nsecret\n```\n</think>`x`', '`x`'],
  ['code at once behind it', 'secret</think>```\n<think>\n```', '```\n<think>\n```'],
  ['Kimi', 'secret◁/think▷Hello', 'Hello'],
  ['a name of its own', 'secret</seed:think>Hello', 'Hello'],
  ['a begun thought', 'secret<|end_of_thought|>Hello', 'Hello'],
  ['a word', 'secret\n</analysis>\nHello', 'Hello'],
  ['brackets', 'secret\n[/THINK]\nHello', 'Hello'],
  ['Gemma', 'secret<channel|>Hello', 'Hello'],
  ['Apriel', 'secret\n[BEGIN FINAL RESPONSE]\nHello[END FINAL RESPONSE]', 'Hello'],
  ['Cohere', 'secret<|END_THINKING|><|START_RESPONSE|>Hello<|END_RESPONSE|>', 'Hello'],
  ['a begun solution', 'secret<|begin_of_solution|>Hello', 'Hello'],
  ['a vendor’s name', 'secret</longcat_think>Hello', 'Hello'],
  ['MedGemma', 'secret<unused95>Hello', 'Hello'],
  ['an answer framed', 'secret</think>\n<answer>Hello</answer>', 'Hello'],
  ['harmony', 'secret<|end|><|start|>assistant<|channel|>final<|message|>Hello', 'Hello'],
]

/** Answers that only look like it. */
const plain: readonly string[] = [
  'Hello there',
  'if a < b and b<c then a <= c, x<t and 1<2',
  '<b>bold</b>, <thinker>, <thoughts>, <reason>, </thin>, <thinking-cap>',
  '<think about it: no end',
  'The <analysis> tag, </analysis> (<reflection>) and <scratchpad type="x"> are elements.',
  'What [THINK] means: between [THINK] and [/THINK] it thinks. [THINKING], [thinking], [1](a)',
  'Either [/THINK]',
  'Either\n</analysis> or\n- <thoughts> ends',
  '1. <analysis> begins\n* <cot> ends\n| <cot> | it thinks |\n<analysis>, <cot>: tags.',
  'An <analysis> XML element, <reflection> and <cot> or List<scratchpad> items; **<cot>**',
  'A sentence. <analysis>, <cot>. [REFLECTION](https://a.example) "<cot>" (<cot>) <reason>.',
  'Well. [thinking] Hm. [reflection] Yes',
  'The <analysis> tag, and on its own\n  <b>\n</b>',
  '[PLAN]\nWe go [PLANNING]\n<plane> <planned> <floor_plan>',
  '[analysis] [x] [[THINK]] [T] [',
  '[thinking] Hm. [reflects] Well, [reasoning] and so on',
  'Here is [ANALYSIS] of data and a [REFLECTION], too; [DATA ANALYSIS]\nfollows',
  '[SELF] [MY NOTES] [OF] [BEGIN] [END]\n',
  '<final_thoughts>\n<market_analysis>\n<think-tank>\n<reason-code>\n<step>\n<my>\n</end>\n<>',
  'The <inner-thoughts> tag and </inner-thoughts> (<self-reflection>) are elements.',
  'Use <answer>, <answer>42</answer> and </response>.',
  '<answer>42</answer>',
  '<b class="x">bold</b> <innerText> < start < chain of < my thought',
  '<|im|> <|begin_of_text|> <ifm|x> <|solutions|> [BEGIN FINAL] [begin final]',
  'Use `<|START_RESPONSE|>` or `[BEGIN FINAL RESPONSE]`.',
  '[THIN]k',
  '<analyst>, <self>, <seed:x>, <cotton>, <|begin|>, <|end_of_text|>, <thinks>',
  'Use `<analysis>secret</analysis>` or `[THINK]`:\n```\n<analysis>\n[THINK]\n```',
  'Use `<think>` and `</think>`, ``a ` <think>``, and so on',
  'See:\n```xml\n<think>a</think>\n```\nThat was it',
  '~~~\n</thinking>\n~~~~\nDone',
  '1. First:\n   ```\n   </think>\n   ```\n2. `x`',
  '````md\n```\n<think>\n```\n</think>\n````\nDone',
  '```<think>``` in a line',
  '> ```\n> <|channel|>analysis<|message|>\n> ```',
  'A ◁ triangle ▷ and ◁b▷, <| and |>, <|x|>',
  'ends in <',
  'ends in </thin',
  'What ends a turn <|end|> ends no thought <|return|>',
  '🙂 < 🙃 ◁',
]

/** Thoughts whose beginning reads like a word that the answer speaks of. */
const takenForText: readonly Case[] = [
  ['a word in a sentence', 'Sure <cot> secret\n</cot>\nBye', 'Sure \nBye'],
  ['at the end', 'Sure <cot> secret\n</cot>', 'Sure '],
  ['with blanks behind its end', 'Sure <cot> secret\n</cot> \nBye', 'Sure  \nBye'],
  ['spoken of twice', 'Use <cot> and <cot>, secret\n</cot>\nBye', 'Use \nBye'],
  ['brackets', 'Sure [THINK] secret\n[/THINK]\nBye', 'Sure \nBye'],
  [
    'in small brackets in a line',
    'Sure. [Inner monologue] secret [/Inner monologue] Bye',
    'Sure.  Bye',
  ],
  ['in small brackets', 'Sure. [thinking] secret\n[/thinking]\nBye', 'Sure. \nBye'],
  ['code in it', 'Use `a` <cot> in `b\n</cot>\nor `<cot>`', 'Use `a` \nor `<cot>`'],
]

describe('the think filter', () => {
  for (const [name, said, answer] of thoughts) {
    it(`takes out, cut anywhere: ${name}`, () => {
      for (const pieces of everySplit(said)) {
        const filtered = filter(pieces)
        assert.equal(filtered.shown, answer, JSON.stringify(pieces))
        assert.equal(filtered.voided, 0)
      }
    })
  }

  for (const text of plain) {
    it(`leaves as it is, cut anywhere: ${JSON.stringify(text)}`, () => {
      for (const pieces of everySplit(text)) {
        assert.equal(filter(pieces).shown, text, JSON.stringify(pieces))
        assert.equal(filter(pieces, { mayOpenInThought: true }).shown, text)
      }
    })
  }

  for (const [name, said, answer] of unbegun) {
    it(`shows nothing of a thought the template may have opened: ${name}`, () => {
      for (const pieces of everySplit(said)) {
        const { shown } = filter(pieces, { mayOpenInThought: true })
        assert.equal(shown, answer, JSON.stringify(pieces))
      }
    })

    it(`takes back a thought that nobody expected: ${name}`, () => {
      for (const pieces of everySplit(said)) {
        assert.equal(filter(pieces).answer, answer, JSON.stringify(pieces))
      }
      assert.deepEqual(filter([said]), { answer, shown: answer, voided: 0 })
    })
  }

  for (const [name, said, answer] of takenForText) {
    it(`takes back what was taken for text until its end, and no more: ${name}`, () => {
      for (const pieces of everySplit(said)) {
        assert.equal(filter(pieces).answer, answer, JSON.stringify(pieces))
      }
    })
  }

  it('shows nothing that ends as a thought where one is expected, whatever it spoke of', () => {
    for (const pieces of everySplit('secret in <cot> tags\n</cot>\nHello')) {
      assert.equal(filter(pieces, { mayOpenInThought: true }).shown, 'Hello')
    }
  })

  it('has nothing to say when what ends a thought ends the answer', () => {
    for (const pieces of everySplit('secret\n</scratchpad>')) {
      assert.equal(filter(pieces).answer, '', JSON.stringify(pieces))
    }
  })

  it('takes out thoughts where one is expected without its beginning', () => {
    for (const [, said, answer] of thoughts) {
      for (const pieces of everySplit(said)) {
        assert.equal(filter(pieces, { mayOpenInThought: true }).shown, answer)
      }
    }
  })

  it('takes out what the provider flags, with tags or without', () => {
    const cases: readonly Piece[][] = [
      [{ thought: 'secret' }, { thought: ' secret' }, 'Hello', ' there'],
      [{ thought: '<thought>secret' }, { thought: 'secret</thought>Hello' }, ' there'],
      [{ thought: '<thought>secret' }, { thought: 'secret</thought>\nHel' }, 'lo there'],
      [{ thought: '<thought>secret' }, '</thought>Hello there'],
      [{ thought: '<thought>secret' }, 'secret</tho', 'ught>Hello there'],
      [{ thought: 'a <' }, 'Hello there'],
      ['Hello ', { thought: 'secret' }, 'there'],
      ['Hello', { thought: '<thought>secret</thought>' }, ' there'],
    ]
    for (const pieces of cases) assert.equal(filter(pieces).shown, 'Hello there')
  })

  it('takes out what the provider flags, cut anywhere', () => {
    for (const said of ['<thought>secret</thought>Hello', 'secret</thought>\n\nHello']) {
      for (const pieces of everySplit(said)) {
        assert.equal(filter(pieces.map((thought) => ({ thought }))).shown, 'Hello')
      }
    }
  })

  it('says when a model is thinking, once a piece', () => {
    const heard: string[] = []
    const thinkFilter = new ThinkFilter({
      onText: (text) => heard.push(text),
      onThinking: () => heard.push('…'),
    })
    for (const piece of ['<think>', 'one two', ' three', '</think>Hello', ' there', '!']) {
      thinkFilter.add(piece)
    }
    thinkFilter.noteThought()
    assert.deepEqual(heard, ['…', '…', '…', 'Hello', '…', ' there', '!', '…'])
  })

  it('holds back only what may become a marker', () => {
    const heard: string[] = []
    const onText = (text: string) => heard.push(text)
    const thinkFilter = new ThinkFilter({ onText, onThinking: () => undefined })
    for (const piece of ['a <', ' ', 'b', '. <th', 'e', '!', '`<think', '` ', '[t', 'o', ']']) {
      thinkFilter.add(piece)
    }
    assert.deepEqual(heard.splice(0), ['a ', '< b. ', '<the!', '`<think', '` ', '[to', ']'])
    for (const piece of ['<think x', 'x'.repeat(300)]) thinkFilter.add(piece)
    assert.equal(heard.join(''), `<think x${'x'.repeat(300)}`)
  })

  it('shows an answer at once when a thought came before it', () => {
    const heard: string[] = []
    const onText = (text: string) => heard.push(text)
    const options = { mayOpenInThought: true }
    const thinkFilter = new ThinkFilter({ onText, onThinking: () => undefined }, options)
    for (const piece of ['<think>secret</think>', 'Hel', 'lo']) thinkFilter.add(piece)
    assert.deepEqual(heard, ['Hel', 'lo'])
  })

  it('shows an answer at once when its thoughts came in a field of their own', () => {
    const heard: string[] = []
    const onText = (text: string) => heard.push(text)
    const options = { mayOpenInThought: true }
    const thinkFilter = new ThinkFilter({ onText, onThinking: () => undefined }, options)
    thinkFilter.add('Hel')
    assert.deepEqual(heard, [])
    thinkFilter.noteThought()
    thinkFilter.add('lo')
    assert.deepEqual(heard, ['Hel', 'lo'])
  })

  it('keeps no more of an undecided beginning than an answer may be long', () => {
    const pieces = Array.from({ length: 400 }, () => 'secret '.repeat(15))
    const options = { mayOpenInThought: true }
    assert.equal(filter(pieces, options).shown, '')
    assert.equal(filter([...pieces, '</think>Hello'], options).shown, 'Hello')
  })

  it('says nothing of an undecided beginning whose answer was cut at its longest', () => {
    const heard: string[] = []
    const onText = (text: string) => heard.push(text)
    const options = { mayOpenInThought: true }
    new ThinkFilter({ onText, onThinking: () => undefined }, options).add('secret')
    assert.deepEqual(heard, [])
  })
})
