import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { marked } from 'marked'
import { languageAt } from '../languages/languages.ts'
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
  const language = languageAt(address)
  const file = `.${address.replace(/\/$/, '/index.html')}`.replace(/\.html$/, '.md')
  return guideDocument({ address, language, ...renderGuide(read(file)) })
}

const englishAddresses = guides.map((guide) =>
  `/guides/${guide.replace(/\.md$/, '.html')}`.replace(/index\.html$/, ''),
)
const addresses = englishAddresses.flatMap((address) => [address, `/ru${address}`])

const origin = 'https://visavis.example'

/** Where the links of the page at an address lead, fragments and all, as long as they stay on the site. */
function linksOf(address: string): string[] {
  const hrefs = guideAt(address).matchAll(/<a (?!class="skip")[^>]*?href="([^"]*)"/gu)
  return [...hrefs]
    .map(([, href = '']) => new URL(href, origin + address))
    .filter((url) => url.origin === origin)
    .map(({ pathname, hash }) => decodeURIComponent(pathname + hash))
}

/** Where the links and pictures of a Markdown file lead, as long as they stay in the repository. */
function linksIn(file: string): string[] {
  const links: string[] = []
  void marked.walkTokens(marked.lexer(read(file)), (token) => {
    if (token.type === 'link' || token.type === 'image') links.push(String(token['href']))
  })
  return links.filter((link) => !/^[a-z]+:/u.test(link))
}

/** The fragments of a Markdown file's headings, as code hosts make them. */
function fragmentsOf(file: string): string[] {
  return marked
    .lexer(read(file))
    .filter((token) => token.type === 'heading')
    .map(({ raw }) =>
      raw
        .replace(/^#+ /u, '')
        .trim()
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
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
    assert.ok(linksOf(address).includes(`/ru${address}`), address)
    assert.ok(linksOf(`/ru${address}`).includes(address), `/ru${address}`)
  }
})

test('a guide leads to pages of its own language, but for the switch', () => {
  for (const address of addresses) {
    const isRussian = address.startsWith('/ru/')
    const abroad = linksOf(address).filter((link) => link.startsWith('/ru/') !== isRussian)
    assert.equal(abroad.length, 1, `${address} leads to ${abroad.join(', ')}`)
  }
})

test('every link of a guide leads to a page that is there, and to a heading of it', () => {
  for (const address of addresses) {
    for (const link of linksOf(address)) {
      const [page = '', heading] = link.split('#')
      const file = `.${page.replace(/\/$/, '/index.html')}`
      assert.ok(existsSync(new URL(file, root)), `${address} leads to ${link}`)
      if (heading === undefined) continue
      assert.ok(guideAt(page).includes(`id="${heading}"`), `${address} leads to ${link}`)
    }
  }
})

test('every link of a guide, of the README and beside it leads somewhere where they are read as Markdown', () => {
  const folders = ['guides/', 'ru/guides/']
  const files = [
    '../README.md',
    '../CONTRIBUTING.md',
    '../LICENSES.md',
    ...folders.flatMap((folder) => guides.map((guide) => folder + guide)),
  ]
  for (const file of files) {
    for (const link of linksIn(file)) {
      const [path = '', heading] = link.split('#')
      const here = new URL(file, root)
      const target = path === '' ? here : new URL(path, here)
      assert.ok(!link.startsWith('/') && existsSync(target), `${file} leads to ${link}`)
      if (heading === undefined) continue
      const fragments = fragmentsOf(target.pathname)
      assert.ok(fragments.includes(decodeURIComponent(heading)), `${file} leads to ${link}`)
    }
  }
})

test('the index of guides names every guide', () => {
  for (const index of ['/guides/', '/ru/guides/']) {
    const named = linksOf(index)
    const prefix = index.replace('guides/', '')
    for (const address of englishAddresses) {
      assert.ok(named.includes(prefix + address.slice(1)), `${index} does not name ${address}`)
    }
  }
})
