import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import * as published from 'valibot'
import { isValibot, withShapes } from './valibot-shapes.js'

type Valibot = typeof published
type Schema = published.GenericSchema

/** The same numbers in each run, from 0 below 1: mulberry32. */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const fields = ['type', 'code', 'text', 'at']
const plain = ['a', 'b', '', 0, 1, -0.5, NaN, Infinity, true, false, null, undefined, 'stop']

/** Draws schemas and values; drawn with the same numbers they are the same in another Valibot. */
class Draw {
  readonly #next: () => number

  constructor(seed: number) {
    this.#next = numbersFrom(seed)
  }

  one<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.#next() * choices.length)] as T
  }

  schema(v: Valibot, depth = 3): Schema {
    const leaves = [
      () => v.string(),
      () => v.number(),
      () => v.boolean(),
      () => v.literal(this.one(['a', 'b', 1, true])),
      () => v.picklist(['a', 'b', this.one(['stop', 'c'])]),
    ]
    if (depth === 0) return this.one(leaves)()
    return this.one([
      ...leaves,
      () => v.array(this.schema(v, depth - 1)),
      () => v.nullable(this.schema(v, depth - 1)),
      () => v.looseObject(this.entries(v, depth - 1)),
      () => this.variant(v, depth - 1),
    ])()
  }

  /** Of a wire, only a field can be left out. */
  entries(v: Valibot, depth: number): Record<string, Schema> {
    const own = fields.filter(() => this.#next() < 0.6)
    return Object.fromEntries(
      own.map((field) => {
        const schema = this.schema(v, depth)
        return [field, this.#next() < 0.3 ? v.optional(schema) : schema]
      }),
    )
  }

  variant(v: Valibot, depth: number): Schema {
    const option = (type: string) =>
      v.looseObject({ ...this.entries(v, depth), type: v.literal(type) })
    return v.variant('type', [option('a'), option('b')])
  }

  /** Holes in an array are the one thing that is not told apart: no JSON has them. */
  value(depth = 3): unknown {
    const choice = this.#next()
    if (depth === 0 || choice < 0.4) return this.one(plain)
    if (choice < 0.55)
      return Array.from({ length: this.one([0, 1, 2]) }, () => this.value(depth - 1))
    const own = fields.filter(() => this.#next() < 0.7)
    return Object.fromEntries(own.map((field) => [field, this.value(depth - 1)]))
  }
}

test(
  'the shapes know of a value what the published Valibot knows of it',
  { timeout: 30_000 },
  async () => {
    const path = fileURLToPath(import.meta.resolve('valibot'))
    assert.ok(isValibot(path), `${path} is built in, too`)
    const code = withShapes(await readFile(path, 'utf8'))
    const shapes = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Valibot
    let fitting = 0
    for (let seed = 0; seed < 4000; seed += 1) {
      const schema = new Draw(seed).schema(published)
      const shape = new Draw(seed).schema(shapes)
      const draw = new Draw(-seed)
      for (let count = 0; count < 20; count += 1) {
        const value = draw.value()
        const fits = published.is(schema, value)
        if (fits) fitting += 1
        assert.equal(shapes.is(shape, value), fits, `seed ${seed}: ${JSON.stringify(value)}`)
      }
    }
    assert.ok(fitting > 5000, `only ${fitting} values have their shape`)
  },
)
