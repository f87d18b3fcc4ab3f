import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { marked } from 'marked'
import ts from 'typescript'
import { parse as parseVue } from 'vue/compiler-sfc'

/** An element that a snippet writes: its attributes, properties and listeners by name. */
type Written = { tag: string; names: string[]; events: string[]; text: string }

/** What a snippet is made of, once it has been parsed. */
type Parsed = { elements: Written[]; scripts: string[] }

type Snippet = { language: string; text: string }

type Named = { name: string; privacy?: string }

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const { modules } = JSON.parse(read('widget/custom-elements.json')) as {
  modules: { declarations: ({ name: string } & Record<string, Named[] | undefined>)[] }[]
}
const companion = modules
  .flatMap(({ declarations }) => declarations)
  .find(({ name }) => name === 'CompanionElement')
const namesOf = (list: string) =>
  (companion?.[list] ?? []).filter(({ privacy }) => !privacy).map(({ name }) => name)
const known = {
  attributes: namesOf('attributes'),
  members: namesOf('members'),
  events: namesOf('events'),
  properties: namesOf('cssProperties'),
}

// The Russian guide has the same code to the letter.
const snippets: Snippet[] = []
void marked.walkTokens(marked.lexer(read('site/guides/embed.md')), (token) => {
  if (token.type !== 'code') return
  snippets.push({ language: String(token['lang']), text: String(token['text']) })
})

type VueNode = {
  tag?: string
  props?: { name: string; arg?: { content: string }; value?: { content: string } }[]
  children?: (VueNode & { content?: string })[]
}

function elementsOf({ tag, props = [], children = [] }: VueNode): Written[] {
  const inner = children.flatMap(elementsOf)
  if (!tag || tag === 'template') return inner
  const listened = props.filter(({ name, arg }) => name === 'on' && arg)
  const others = props.filter((prop) => !listened.includes(prop))
  const own = {
    tag,
    names: others.map(({ name, arg }) => arg?.content ?? name),
    events: listened.map(({ arg }) => arg?.content ?? ''),
    text: children.map(({ content }) => content ?? '').join(''),
  }
  return [own, ...inner]
}

/** @throws where it is no component, or its markup is not closed */
function parseComponent(text: string): Parsed {
  const { descriptor, errors } = parseVue(text, { sourceMap: false })
  assert.deepEqual(errors, [])
  const { template, scriptSetup } = descriptor
  const elements = elementsOf((template?.ast ?? {}) as VueNode)
  return { elements, scripts: scriptSetup ? [scriptSetup.content] : [] }
}

function parseMarkup(text: string): Parsed {
  const { elements } = parseComponent(`<template>${text}</template>`)
  const scripts = elements.filter(({ tag }) => tag === 'script').map((element) => element.text)
  return { elements, scripts }
}

function parseScript(text: string): Parsed {
  const elements: Written[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isJsxSelfClosingElement(node) || ts.isJsxOpeningElement(node)) {
      const names = node.attributes.properties.map(({ name }) => name?.getText() ?? '')
      const isListener = (name: string) => name.startsWith('onvisavis-')
      elements.push({
        tag: node.tagName.getText(),
        names: names.filter((name) => !isListener(name)),
        events: names.filter(isListener).map((name) => name.slice(2)),
        text: '',
      })
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('snippet.jsx', text, ts.ScriptTarget.Latest, true))
  return { elements, scripts: [text] }
}

function parse({ language, text }: Snippet): Parsed {
  if (language === 'vue') return parseComponent(text)
  if (language === 'js' || language === 'jsx') return parseScript(text)
  const markup = language === 'php' ? /'(<.*>)'/u.exec(text)?.[1] : text
  return markup?.startsWith('<') ? parseMarkup(markup) : { elements: [], scripts: [] }
}

for (const snippet of snippets) {
  const [first = ''] = snippet.text.split('\n')

  test(`the snippet that begins with ${first} parses`, () => {
    for (const script of parse(snippet).scripts) {
      const compilerOptions = { jsx: ts.JsxEmit.Preserve, target: ts.ScriptTarget.Latest }
      const { diagnostics = [] } = ts.transpileModule(script, {
        compilerOptions,
        fileName: 'snippet.jsx',
        reportDiagnostics: true,
      })
      const faults = diagnostics.map((fault) =>
        ts.flattenDiagnosticMessageText(fault.messageText, ''),
      )
      assert.deepEqual(faults, [], script)
    }
  })

  test(`the snippet that begins with ${first} names only what there is`, () => {
    const { elements, scripts } = parse(snippet)
    for (const { tag, names, events } of elements.filter(({ tag }) => tag === 'psy-avatar')) {
      for (const name of names) {
        assert.ok([...known.attributes, ...known.members].includes(name), `${tag} ${name}`)
      }
      for (const event of events) assert.ok(known.events.includes(event), event)
    }
    for (const { tag, names } of elements.filter(({ tag }) => /^script$/iu.test(tag))) {
      const data = names.filter((name) => name.startsWith('data-')).map((name) => name.slice(5))
      for (const name of data) assert.ok(known.attributes.includes(name), `${tag} ${name}`)
    }
    // A script that is no module runs before the element is there.
    for (const [tag] of snippet.text.matchAll(/<script\b(?! setup)[^>]*>/giu)) {
      assert.ok(tag.includes('type="module"'), tag)
    }
    const code = scripts.join('\n')
    for (const [event] of code.matchAll(/(?<=')visavis-[a-z-]+/gu)) {
      assert.ok(known.events.includes(event), event)
    }
    for (const [member] of code.matchAll(/(?<=companion\.)\w+/gu)) {
      assert.ok(known.members.includes(member), member)
    }
    for (const [property] of snippet.text.matchAll(/--visavis-[a-z-]+/gu)) {
      assert.ok(known.properties.includes(property), property)
    }
  })
}

test('there are snippets for React, Vue, Next and WordPress', () => {
  const code = snippets.map(({ text }) => text).join('\n')
  for (const recipe of ['React', 'Vue', 'Next', 'WordPress']) assert.ok(code.includes(recipe))
})
