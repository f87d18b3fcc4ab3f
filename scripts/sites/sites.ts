import { randomUUID } from 'node:crypto'

export type Site = { siteKey: string; name: string; origins: readonly string[] }

export type AddedSite = Site & {
  /** Whether it was not there before. */
  isNew: boolean
  /** By their slugs. */
  characters: readonly string[]
}

/** The sites of a Supabase project, as its operator sees them. */
export type Sites = {
  /**
   * Makes a site with its own copies of the characters that the project was seeded with. Done twice, it
   * is one site, whole.
   *
   * @param origin where its pages are, or one of them: `https://example.com`, `https://*.example.com`
   * @throws Error that says what is wrong with name or origin, or who has them already
   */
  add(site: { name: string; origin: string }): Promise<AddedSite>
  /** All that pages may use, by their names. */
  list(): Promise<Site[]>
}

/** @param project where the project's API is, and a secret key of it */
export function sitesOf(project: { apiUrl: string; secretKey: string }): Sites {
  const call = dataApi(project)

  async function find(column: 'name' | 'site_key', value: string): Promise<SiteRow | undefined> {
    const [row] = await call<SiteRow>('GET', 'sites', { [column]: `eq.${value}`, limit: '1' })
    return row
  }

  async function insert(name: string, origin: string): Promise<SiteRow> {
    const siteKey = siteKeyOf(name)
    const other = await find('site_key', siteKey)
    if (other) {
      throw new Error(`The key ${siteKey} belongs to "${other.name}": choose another name.`)
    }
    const row = { site_key: siteKey, name, allowed_origins: [origin] }
    const [inserted] = await call<SiteRow>('POST', 'sites', {}, row)
    if (inserted === undefined) throw new Error('The project did not keep the site.')
    return inserted
  }

  async function copyCharacters(siteId: string): Promise<string[]> {
    const templates = await find('site_key', 'templates')
    if (templates) {
      const ofTemplates = { site_id: `eq.${templates.id}` }
      const originals = await call<CharacterRow>('GET', 'characters', ofTemplates)
      const copies = originals.map(
        ({ id: _id, created_at: _createdAt, updated_at: _updatedAt, ...character }) => ({
          ...character,
          site_id: siteId,
        }),
      )
      await call('POST', 'characters', { on_conflict: 'site_id,slug' }, copies)
    }
    const own = { site_id: `eq.${siteId}`, order: 'position' }
    return (await call<CharacterRow>('GET', 'characters', own)).map(({ slug }) => slug)
  }

  return {
    async add({ name: givenName, origin: givenOrigin }) {
      const name = nameOf(givenName)
      const origin = originOf(givenOrigin)
      const known = await find('name', name)
      if (known && !known.allowed_origins.includes(origin)) {
        const origins = known.allowed_origins.join(', ')
        throw new Error(
          `"${name}" is there already, for ${origins}: add ${origin} to its allowed_origins in Studio.`,
        )
      }
      const row = known ?? (await insert(name, origin))
      const characters = await copyCharacters(row.id)
      return { ...siteOf(row), isNew: known === undefined, characters }
    },

    async list() {
      const rows = await call<SiteRow>('GET', 'sites', { order: 'name' })
      return rows.filter((row) => row.allowed_origins.length > 0).map(siteOf)
    },
  }
}

type SiteRow = { id: string; site_key: string; name: string; allowed_origins: string[] }
type CharacterRow = { id: string; slug: string; created_at: string; updated_at: string }

/** Reads, or writes what is not there yet; answers with the rows. */
function dataApi({ apiUrl, secretKey }: { apiUrl: string; secretKey: string }) {
  return async <Row>(
    method: 'GET' | 'POST',
    table: 'sites' | 'characters',
    query: Record<string, string>,
    body?: object,
  ): Promise<Row[]> => {
    const url = `${apiUrl}/rest/v1/${table}?${new URLSearchParams(query).toString()}`
    const response = await fetch(url, {
      method,
      // Such a key is no JWT: as a bearer token it would be refused.
      headers: {
        apikey: secretKey,
        'content-type': 'application/json',
        prefer: 'return=representation, resolution=ignore-duplicates',
      },
      ...(body && { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new Error('The project does not answer. Is its address right?', { cause })
    })
    // At a wrong address may be anything, such as a page.
    const answer = (await response.json().catch(() => null)) as Row[] | { message?: string } | null
    if (Array.isArray(answer)) return answer
    const reason = answer?.message ?? 'that is no Data API. Is its address right?'
    throw new Error(`The project answers ${response.status}: ${reason}`)
  }
}

function siteOf(row: SiteRow): Site {
  return { siteKey: row.site_key, name: row.name, origins: row.allowed_origins }
}

const maxNameLength = 120

function nameOf(text: string): string {
  const name = text.trim()
  const length = [...name].length
  if (length >= 1 && length <= maxNameLength) return name
  throw new Error(`A name has 1 to ${maxNameLength} characters, not ${length}.`)
}

/** As the database checks them. */
const originPattern = /^https?:\/\/(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:([0-9]{1,5}|\*))?$/u

/** Of a page's address its origin; of a pattern, itself. */
function originOf(text: string): string {
  const isPattern = text.includes('*')
  const origin = isPattern || !URL.canParse(text) ? text : new URL(text).origin
  if (originPattern.test(origin)) return origin
  throw new Error(
    `"${text}" is no origin: write it as https://example.com, https://*.example.com or http://localhost:*`,
  )
}

const maxKeyLength = 64

/** Public, so it may say whose it is; a name that would lose letters or digits leaves it to chance. */
function siteKeyOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const words = plain.match(/[a-z0-9]+/gu) ?? []
  const isWhole = words.length > 0 && !/(?![a-z0-9])[\p{L}\p{N}]/u.test(plain)
  return isWhole ? words.join('-').slice(0, maxKeyLength) : `site-${randomUUID().slice(0, 8)}`
}
