import { randomUUID } from 'node:crypto'
import { PostgrestClient } from '@supabase/postgrest-js'
import type { Database } from '../../supabase/functions/_shared/database/database.types.ts'

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
  const client = new PostgrestClient<Database>(`${project.apiUrl}/rest/v1`, {
    // Such a key is no JWT: as a bearer token it would be refused.
    headers: { apikey: project.secretKey },
  })
  const sites = () => client.from('sites')
  const characters = () => client.from('characters')

  async function find(column: 'name' | 'site_key', value: string) {
    const found = sites().select('id, site_key, name, allowed_origins').eq(column, value)
    return answerOf(await found.limit(1)).at(0)
  }

  async function insert(name: string, origin: string) {
    const siteKey = siteKeyOf(name)
    const other = await find('site_key', siteKey)
    if (other) {
      throw new Error(`The key ${siteKey} belongs to "${other.name}": choose another name.`)
    }
    const row = { site_key: siteKey, name, allowed_origins: [origin] }
    return answerOf(
      await sites().insert(row).select('id, site_key, name, allowed_origins').single(),
    )
  }

  async function copyCharacters(siteId: string): Promise<string[]> {
    const templates = await find('site_key', 'templates')
    if (templates) {
      const originals = answerOf(await characters().select('*').eq('site_id', templates.id))
      const copies = originals.map(
        ({ id: _id, created_at: _createdAt, updated_at: _updatedAt, ...character }) => ({
          ...character,
          site_id: siteId,
        }),
      )
      const onlyNew = { onConflict: 'site_id,slug', ignoreDuplicates: true }
      answerOf(await characters().upsert(copies, onlyNew).select('slug'))
    }
    const own = characters().select('slug').eq('site_id', siteId).order('position')
    return answerOf(await own).map(({ slug }) => slug)
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
      const { id, ...row } = known ?? (await insert(name, origin))
      return { ...siteOf(row), isNew: known === undefined, characters: await copyCharacters(id) }
    },

    async list() {
      const rows = sites().select('site_key, name, allowed_origins').order('name')
      const open = answerOf(await rows).filter((row) => row.allowed_origins.length > 0)
      return open.map(siteOf)
    },
  }
}

function siteOf(row: { site_key: string; name: string; allowed_origins: string[] }): Site {
  return { siteKey: row.site_key, name: row.name, origins: row.allowed_origins }
}

type Answer<Data> = { data: Data; error: { message: string } | null; status: number }

function answerOf<Data>({ data, error, status }: Answer<Data>) {
  if (status === 0) throw new Error('The project does not answer. Is its address right?')
  if (error !== null || data === null) throw new Error(error?.message ?? 'The answer is empty')
  return data
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

/** Public, so it may say whose it is; a name without Latin letters and digits leaves it to chance. */
function siteKeyOf(name: string): string {
  const ascii = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const words = ascii.match(/[a-z0-9]+/gu) ?? [`site-${randomUUID().slice(0, 8)}`]
  return words.join('-').slice(0, maxKeyLength)
}
