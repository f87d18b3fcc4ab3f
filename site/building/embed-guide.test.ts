import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

type Named = { name: string }
type Declaration = {
  name?: string
  attributes?: Named[]
  events?: Named[]
  cssParts?: Named[]
  cssProperties?: Named[]
  members?: { name: string; privacy?: string }[]
}

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const manifest = JSON.parse(read('widget/custom-elements.json')) as {
  modules: { path: string; declarations: Declaration[] }[]
}
const declarations = manifest.modules.flatMap((module) => module.declarations)
const companion = declarations.find(({ name }) => name === 'CompanionElement')
const names = (list: Named[] | undefined) => (list ?? []).map(({ name }) => name)
const parts = declarations.flatMap(({ name, cssParts }) =>
  // What an element inherits is listed again.
  ['PsyAvatar', 'VoiceConsultant'].includes(name ?? '') ? [] : names(cssParts),
)

test('no part’s name stands for two things', () => {
  assert.deepEqual(
    parts.filter((part, place) => parts.indexOf(part) !== place),
    [],
  )
})

test('the parts that are handed on outside are those of the manifest', () => {
  const sources = ['panel/panel.ts', 'call/shown-call.ts'].map((file) =>
    read(`widget/src/elements/${file}`),
  )
  const handedOn = sources
    .join('')
    .match(/(?<=exportparts="|^ {2}'|^ {6}')[a-z]+(?:[-a-z]*, [-a-z, ]+)/gmu)
  for (const part of new Set(handedOn?.flatMap((list) => list.split(', ')))) {
    assert.ok([...parts, 'message-user', 'message-assistant'].includes(part), part)
  }
})

for (const guide of ['site/guides/embed.md', 'site/ru/guides/embed.md']) {
  const text = read(guide)

  test(`${guide} names every attribute, event, part and property`, () => {
    for (const name of names(companion?.attributes)) assert.ok(text.includes(`\`${name}\``), name)
    for (const name of names(companion?.events)) assert.ok(text.includes(`| \`${name}\` `), name)
    for (const name of parts) assert.ok(text.includes(`\`${name}\``), name)
    for (const name of names(companion?.cssProperties)) {
      const end = name.replace('--visavis', '')
      assert.ok(text.includes(`\`${name}\``) || text.includes(`\`${end}\``), name)
    }
  })

  test(`${guide} tells in words what each field of an event is`, () => {
    const fieldsIn = (rows: RegExp) =>
      new Set([...text.matchAll(rows)].flatMap(([, cell = '']) => cell.match(/\w+/gu) ?? []))
    const carried = fieldsIn(/^\| `visavis-[a-z-]+`\s*\| ([^|]*)\|/gmu)
    const [, table = ''] = text.split(/^\| (?:field|поле) .*$/mu)
    const [rows = ''] = table.split('\n\n')
    const told = [...rows.matchAll(/^\| ([^|]*)\| *\S/gmu)].flatMap(
      ([, cell = '']) => cell.match(/\w+/gu) ?? [],
    )
    assert.deepEqual(told.toSorted(), [...carried].toSorted())
  })

  test(`${guide} tells what each event carries, and no more`, () => {
    const rows = text.matchAll(/^\| `(visavis-[a-z-]+)`\s*\| ([^|]*)\|/gmu)
    for (const [, event = '', fields = ''] of rows) {
      const file = event === 'visavis-ready' ? event : event.replace('visavis-', '')
      const source = read(`widget/src/events/${file}.ts`)
      const said = source.includes('extends SaidEvent') ? ['text', 'length'] : []
      const own = [...source.matchAll(/readonly (\w+):/gu)].map(([, field = '']) => field)
      const told = [...fields.matchAll(/`(\w+)`/gu)].map(([, field = '']) => field)
      assert.deepEqual(told.toSorted(), [...own, ...said].toSorted(), event)
    }
  })
}
