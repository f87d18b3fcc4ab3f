import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { marked } from 'marked'

/** These tell a newcomer where things are. */
const documents = ['CONTRIBUTING.md', 'site/guides/decisions.md', 'site/ru/guides/decisions.md']

const root = new URL('../../', import.meta.url)

/** What a text says in code, word by word: spans, and the lines of its commands. */
function wordsInCode(markdown: string): string[] {
  const words: string[] = []
  void marked.walkTokens(marked.lexer(markdown), (token) => {
    const isCommand = token.type === 'code' && token['lang'] === 'sh'
    if (isCommand || token.type === 'codespan') words.push(...String(token['text']).split(/\s+/u))
  })
  return words
}

/**
 * The paths among words; of one that says `<name>` somewhere, the folder that it is in. What is hidden
 * is made by a command.
 */
function pathsIn(words: readonly string[]): string[] {
  return words.filter((word) => /^\w.*\//u.test(word)).map((word) => word.replace(/[^/]*<.*$/u, ''))
}

for (const document of documents) {
  test(`every path that ${document} names is there`, () => {
    const paths = pathsIn(wordsInCode(readFileSync(new URL(document, root), 'utf8')))
    assert.ok(paths.length > 20)
    assert.deepEqual(
      paths.filter((path) => !existsSync(new URL(path, root))),
      [],
    )
  })
}
