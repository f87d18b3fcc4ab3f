import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { marked } from 'marked'
import { renderGuide } from './guide.ts'
import { guideDocument } from './layout.ts'

const root = new URL('../', import.meta.url)
const guides = readdirSync(new URL('guides/', root)).filter((file) => file.endsWith('.md'))
const read = (file: string) => readFileSync(new URL(file, root), 'utf8')

/** What a guide is made of, whatever its language: its headings' depths and its code, in order. */
function bones(markdown: string): { headings: number[]; code: string[] } {
  const headings: number[] = []
  const code: string[] = []
  void marked.walkTokens(marked.lexer(markdown), (token) => {
    if (token.type === 'heading') headings.push(Number(token['depth']))
    if (token.type === 'code') code.push(token.raw)
  })
  return { headings, code }
}

/** The page at an address such as `/ru/guides/` or `/guides/embed.html`. */
function guideAt(address: string): string {
  const language = address.startsWith('/ru/') ? 'ru' : 'en'
  const file = `.${address.replace(/\/$/, '/index.html')}`.replace(/\.html$/, '.md')
  return guideDocument({ address, language, ...renderGuide(read(file)) })
}

const englishAddresses = guides.map((guide) =>
  `/guides/${guide.replace(/\.md$/, '.html')}`.replace(/index\.html$/, ''),
)
const addresses = englishAddresses.flatMap((address) => [address, `/ru${address}`])

/** Where the links of a page lead, fragments and all, as long as they stay on the site. */
function linksOf(html: string): string[] {
  return [...html.matchAll(/<a [^>]*?href="(?<to>\/[^"]*)"/gu)].map(({ groups }) =>
    decodeURIComponent(groups?.['to'] ?? ''),
  )
}

for (const guide of guides) {
  test(`${guide} has the same headings in Russian, and the same code to the letter`, () => {
    const english = bones(read(`guides/${guide}`))
    const russian = bones(read(`ru/guides/${guide}`))
    assert.deepEqual(russian.code, english.code)
    assert.deepEqual(russian.headings, english.headings)
  })
}

test('each guide leads to itself in the other language', () => {
  for (const address of englishAddresses) {
    assert.ok(linksOf(guideAt(address)).includes(`/ru${address}`), address)
    assert.ok(linksOf(guideAt(`/ru${address}`)).includes(address), `/ru${address}`)
  }
})

test('a guide leads to pages of its own language, but for the switch', () => {
  for (const address of addresses) {
    const isRussian = address.startsWith('/ru/')
    const abroad = linksOf(guideAt(address)).filter((link) => link.startsWith('/ru/') !== isRussian)
    assert.equal(abroad.length, 1, `${address} leads to ${abroad.join(', ')}`)
  }
})

test('every link of a guide leads to a page that is there, and to a heading of it', () => {
  for (const address of addresses) {
    for (const link of linksOf(guideAt(address))) {
      const [page = '', heading] = link.split('#')
      const file = `.${page.replace(/\/$/, '/index.html')}`
      assert.ok(existsSync(new URL(file, root)), `${address} leads to ${link}`)
      if (heading === undefined) continue
      assert.ok(guideAt(page).includes(`id="${heading}"`), `${address} leads to ${link}`)
    }
  }
})

test('the index of guides names every guide', () => {
  for (const index of ['/guides/', '/ru/guides/']) {
    const named = linksOf(guideAt(index))
    const prefix = index.replace('guides/', '')
    for (const address of englishAddresses) {
      assert.ok(named.includes(prefix + address.slice(1)), `${index} does not name ${address}`)
    }
  }
})
