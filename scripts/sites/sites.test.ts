import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createServer } from 'node:http'
import { closeServer, listenOnFreePort } from '../stack/listen.ts'
import type { Stack } from '../stack/stack.ts'
import { startTestStack } from '../testing/test-stack.ts'
import { type Sites, sitesOf } from './sites.ts'

let stack: Stack
let sites: Sites
before(async () => {
  stack = await startTestStack()
  sites = sitesOf(stack)
})
after(() => stack.close())

test('a site that was added answers its pages, and no others', async () => {
  const origin = 'https://clinic.example'
  const { siteKey, characters } = await sites.add({ name: 'The Clinic', origin })
  assert.equal(siteKey, 'the-clinic')
  assert.deepEqual(characters, ['eva', 'nora', 'viktor', 'grace', 'tikhon', 'ada'])

  const open = (from: string) =>
    fetch(`${stack.apiUrl}/functions/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: from },
      body: JSON.stringify({ siteKey }),
    })
  const { character } = (await (await open(origin)).json()) as { character: { slug: string } }
  assert.equal(character.slug, 'nora')
  assert.equal((await open('https://other.example')).status, 403)
})

test('the characters are its own: what becomes of them is nothing to another site', async () => {
  const name = 'Changing'
  const { siteKey } = await sites.add({ name, origin: 'https://changing.example' })
  const ofSite = `(select id from public.sites where site_key = '${siteKey}')`
  await stack.query(`update public.characters set name = 'Nobody' where site_id = ${ofSite}`)

  const names = await stack.query<{ name: string }>(
    `select distinct name from public.characters where site_id <> ${ofSite}`,
  )
  assert.ok(names.length > 1 && names.every((row) => row.name !== 'Nobody'))
})

test('adding twice is adding once, and brings back what is missing', async () => {
  const site = { name: 'Twice', origin: 'https://twice.example' }
  const first = await sites.add(site)
  await stack.query(`delete from public.characters where slug = 'ada' and site_id =
    (select id from public.sites where site_key = 'twice')`)

  const second = await sites.add(site)

  assert.deepEqual(second, { ...first, isNew: false })
  const rows = await stack.query(`select from public.sites where name = 'Twice'`)
  assert.equal(rows.length, 1)
})

test('the same name for another origin is refused with what to do, and so is a taken key', async () => {
  await sites.add({ name: 'Taken', origin: 'https://taken.example' })

  await assert.rejects(
    sites.add({ name: 'Taken', origin: 'https://new.example' }),
    /is there already, for https:\/\/taken\.example: add https:\/\/new\.example/u,
  )
  await assert.rejects(
    sites.add({ name: 'Täken!', origin: 'https://new.example' }),
    /The key taken belongs to "Taken"/u,
  )
  for (const name of ['Templates', 'demo']) {
    await assert.rejects(sites.add({ name, origin: 'https://new.example' }), /belongs to/u)
  }
})

for (const [given, origin] of [
  ['https://Pages.Example/contact?from=1#here', 'https://pages.example'],
  ['https://pages.example:443/', 'https://pages.example'],
  ['https://почта.рф', 'https://xn--80a1acny.xn--p1ai'],
  ['http://localhost:8080', 'http://localhost:8080'],
  ['https://*.pages.example', 'https://*.pages.example'],
  ['http://localhost:*', 'http://localhost:*'],
] as const) {
  test(`${given} stands for the origin ${origin}`, async () => {
    const { origins } = await sites.add({ name: `Site of ${given}`, origin: given })
    assert.deepEqual(origins, [origin])
  })
}

for (const origin of [
  '',
  'clinic.example',
  '*',
  'https://*',
  'ftp://a.example',
  'https://a.*',
  'null',
]) {
  test(`"${origin}" is refused as an origin, with how to write one`, async () => {
    await assert.rejects(sites.add({ name: 'Nowhere', origin }), /is no origin: write it as/u)
  })
}

test('a name has to be one, in whatever letters', async () => {
  const origin = 'https://name.example'
  await assert.rejects(sites.add({ name: ' ', origin }), /1 to 120 characters, not 0/u)
  await assert.rejects(sites.add({ name: 'ё'.repeat(121), origin }), /not 121/u)
  const { siteKey, name } = await sites.add({ name: ' Клиника на Портовой ', origin })
  assert.match(siteKey, /^site-[0-9a-f]{8}$/u)
  assert.equal(name, 'Клиника на Портовой')
})

test('names whose letters a key cannot hold get keys of their own, whatever else they have in common', async () => {
  const keys: string[] = []
  for (const name of ['Клиника 24', 'Кафе 24', '東京 24', 'Kafe ٢٤']) {
    const { siteKey } = await sites.add({ name, origin: 'https://around-the-clock.example' })
    assert.match(siteKey, /^site-[0-9a-f]{8}$/u, name)
    keys.push(siteKey)
  }
  assert.equal(new Set(keys).size, keys.length)
})

test('a wrong address is told in a sentence, whatever it answers', async () => {
  const bodies = ['<!doctype html><title>Not here</title>', '', 'null', '{"error":"not here"}']
  for (const body of bodies) {
    const server = createServer((_incoming, outgoing) => void outgoing.writeHead(404).end(body))
    const apiUrl = `http://127.0.0.1:${await listenOnFreePort(server, 0)}`
    try {
      const elsewhere = sitesOf({ apiUrl, secretKey: 'sb_secret_1' })
      await assert.rejects(elsewhere.list(), {
        message: 'The project answers 404: that is no Data API. Is its address right?',
      })
    } finally {
      await closeServer(server)
    }
  }
})

test('the list has every site that pages may use, and not the characters to copy', async () => {
  await sites.add({ name: 'Listed', origin: 'https://listed.example' })
  const keys = (await sites.list()).map(({ siteKey }) => siteKey)
  assert.ok(keys.includes('listed') && keys.includes('demo'))
  assert.ok(!keys.includes('templates'))
})
