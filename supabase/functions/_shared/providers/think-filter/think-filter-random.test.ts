import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { randomNumbers } from '../../../../../test/fixtures/random-numbers.ts'
import { ThinkFilter } from './think-filter.ts'

const random = randomNumbers(7)
const oneOf = <T>(items: readonly T[]): T => items[random(items.length)] as T
const several = (most: number, part: () => string) =>
  Array.from({ length: random(most + 1) }, part).join('')

/** What an answer is made of; each part ends the code it begins. */
const answerParts = [
  'Hello there. ',
  'А если a < b, то <b>да</b>? ',
  'Use `<think>` or ``</thought> ` ``. ',
  '\n```xml\n<think>\n  <reasoning a="1">x</reasoning>\n</think>\n```\n',
  '\n- item\n  ~~~~\n  <|channel|>analysis<|message|>\n  ~~~~\n',
  '\n\n',
  '🙂🙃 ',
  '◁◁ <thinker> </thin <',
  '<|x|> <',
  'The <analysis> tag or </analysis> and [THINK]. ',
  'See [1](https://a.example) [/THINK], ',
  'Use `[THINK]` or `<scratchpad>`. ',
  'word',
  ' ',
]

const thoughtParts = [
  'secret ',
  'тайна a < b ',
  'of `</think>` or `<think>`, `<|end|>` and `◁/think▷` ',
  '\n```\nsecret\n```\n',
  'of <analysis> or </scratchpad> and [THINK], </thoughts> ',
  '`ls`',
  '<b>secret</b> ',
  '< <t </ ◁ ',
  '\n\n',
]

const tags = ['think', 'Thinking', 'THOUGHT', 'reasoning'] as const

function tagThought(): string {
  const name = oneOf(tags)
  const inner = () => (random(6) === 0 ? tagThought() : oneOf(thoughtParts))
  const attributes = oneOf(['', ' ', ' type="deep"', '\n a'])
  return `<${name}${attributes}>${several(4, inner)}</${name.toLowerCase()}${oneOf(['', ' '])}>`
}

const thought = () => several(4, () => oneOf(thoughtParts))

const dialects = [
  tagThought,
  tagThought,
  () => `<seed:think>${thought()}</seed:think>`,
  () => `<|begin_of_thought|>${thought()}<|end_of_thought|>`,
  () => `<mm:think>${thought()}</mm:think>`,
  () => `<|START_THINKING|>${thought()}<|END_THINKING|>`,
  () => `<|inner_prefix|>${thought()}<|inner_suffix|>`,
  () => '<think/>',
  () => `◁think▷${thought()}◁/think▷`,
  () => `<|channel>thought\n${thought()}<channel|>`,
] as const

/** What is a thought only where it stands so. */
const onLines = [
  ['<inner_monologue>', '</inner_monologue>'],
  ['<Reflection>', '</reflection>'],
  ['[THINKING]', '[/THINKING]'],
  ['[SELF-REFLECTION]', '[/SELF-REFLECTION]'],
  ['<inner-thoughts>', '</inner-thoughts>'],
  ['[reasoning]', '[/reasoning]'],
] as const

function thoughtOnLines(): string {
  const [open, close] = oneOf(onLines)
  return `${open}${oneOf(['\n', ' \n', '\r\n', 'x'])}${thought()}${close}`
}

/** What such a thought may stand behind. */
const beforeThoughts = ['', '', 'Sure. ', 'Hm, ', 'Yes! 🙂 ', 'word ', 'The <analysis> tag: ']

const harmony = () =>
  `<|channel|>analysis<|message|>${thought()}<|end|><|start|>assistant<|channel|>final<|message|>`

/** What may stand around an answer behind a thought. */
const frames = [
  ['', ''],
  ['<|begin_of_solution|>', '<|end_of_solution|>'],
  ['<|START_RESPONSE|>', '<|END_RESPONSE|>'],
  ['\n<answer>\n', '</answer>'],
] as const

/** What a model says, and what of it is answer. */
function randomAnswer(): { said: string; answer: string } {
  const [open, close] = oneOf(frames)
  let said = oneOf(['', `${oneOf(dialects)()}${open}`, harmony()])
  let answer = ''
  for (let rounds = random(8); rounds >= 0; rounds -= 1) {
    const isThought = random(3) === 0
    const part = isThought ? oneOf(dialects)() : oneOf(answerParts)
    said += part
    if (!isThought) answer += part
    if (random(8) > 0) continue
    const before = `\n${oneOf(beforeThoughts)}`
    said += `${before}${thoughtOnLines()}`
    answer += before
  }
  if (open !== '' && said.includes(open)) said += close
  return { said, answer: answer.trimStart() }
}

function randomPieces(text: string): string[] {
  const longest = oneOf([1, 3, 8, 40])
  const pieces: string[] = []
  for (let start = 0; start < text.length;) {
    const end = start + 1 + random(longest)
    pieces.push(text.slice(start, end))
    start = end
  }
  return pieces
}

describe('the think filter', () => {
  it('leaks nothing and loses nothing in 10,000 random answers, cut at random', () => {
    for (let round = 0; round < 10_000; round += 1) {
      const { said, answer } = randomAnswer()
      const mayOpenInThought = random(2) === 0
      let shown = ''
      const sink = {
        onText: (text: string) => (shown += text),
        onThinking: () => undefined,
        onRetract: () => assert.fail('took an answer back'),
      }
      const thinkFilter = new ThinkFilter(sink, { mayOpenInThought })
      const pieces = randomPieces(said)
      for (const piece of pieces) thinkFilter.add(piece)
      thinkFilter.end()
      assert.equal(shown, answer, JSON.stringify(pieces))
    }
  })
})
