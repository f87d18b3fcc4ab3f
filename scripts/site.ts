// `npm run site -- add NAME ORIGIN` makes a site and prints its script tag; `npm run site -- list` tells
// which there are. Of the stack that runs on this machine, or of the project in SUPABASE_URL, of which
// SUPABASE_SECRET_KEY is a secret key.
import { readFile } from 'node:fs/promises'
import { type Sites, sitesOf } from './sites/sites.ts'

const usage = 'npm run site -- add "The clinic" https://clinic.example\nnpm run site -- list'

async function run([command, name, origin, ...rest]: readonly string[]): Promise<void> {
  if (command === 'list' && name === undefined) return list((await project()).sites)
  if (command !== 'add' || name === undefined || origin === undefined || rest.length > 0) {
    throw new Error(usage)
  }
  const { sites, siteUrl } = await project()
  await add(sites, { name, origin, siteUrl })
}

await run(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})

type Project = {
  sites: Sites
  /** Where its `visavis.js` is, with a slash at its end. */
  siteUrl: string
}

async function project(): Promise<Project> {
  const { SUPABASE_URL: url, SUPABASE_SECRET_KEY: secretKey } = process.env
  if (url && secretKey) {
    const sites = sitesOf({ apiUrl: url.replace(/\/+$/u, ''), secretKey })
    return { sites, siteUrl: 'https://WHERE-YOU-SERVE-IT/' }
  }
  if (url || secretKey) {
    const missing = url ? 'SUPABASE_SECRET_KEY' : 'SUPABASE_URL'
    throw new Error(`Set ${missing}, too, for a project; or neither, for what runs here.`)
  }
  const stack = await read<{ apiUrl: string; siteUrl: string }>('.local/stack.json')
  const keys = await read<{ secretKey: string }>('.local/data/keys.json')
  if (stack === null || keys === null) {
    throw new Error(
      'Nothing runs here. Begin with npm start, or set SUPABASE_URL and SUPABASE_SECRET_KEY of a project.',
    )
  }
  return { sites: sitesOf({ ...stack, ...keys }), siteUrl: stack.siteUrl }
}

async function read<Content>(file: string): Promise<Content | null> {
  const text = await readFile(file, 'utf8').catch(() => null)
  return text === null ? null : (JSON.parse(text) as Content)
}

async function list(sites: Sites): Promise<void> {
  for (const { siteKey, name, origins } of await sites.list()) {
    console.log(`${siteKey}\t${name}\t${origins.join(' ')}`)
  }
}

async function add(
  sites: Sites,
  { siteUrl, ...wanted }: { name: string; origin: string; siteUrl: string },
): Promise<void> {
  const { siteKey, name, origins, isNew, characters } = await sites.add(wanted)
  console.log(
    [
      `"${name}" ${isNew ? 'is made' : 'is there already'}, for ${origins.join(', ')}`,
      ...pathNote(wanted.origin),
      characters.length > 0
        ? `Its characters: ${characters.join(', ')}`
        : 'It has no characters yet: add rows to public.characters in Studio.',
      '',
      '<script type="module"',
      `  src="${siteUrl}visavis.js"`,
      `  data-site-key="${siteKey}">`,
      '</script>',
    ].join('\n'),
  )
}

/** An address may have been meant to allow a part of a site only, which none can. */
function pathNote(address: string): string[] {
  if (!URL.canParse(address)) return []
  const { href, origin } = new URL(address)
  const path = href.slice(origin.length)
  if (path === '/') return []
  return [`An origin has no path: "${path}" is left out, and every page of ${origin} may use it.`]
}
