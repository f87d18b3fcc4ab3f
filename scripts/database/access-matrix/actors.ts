import { createHash } from 'node:crypto'

/** Everybody who can come to the Data API, by what their token says. */
export const actors = {
  'no token': { role: 'anon' },
  /** An anonymous visitor of the site, with a chat. */
  guest: { role: 'authenticated', subject: 'guest', isAnonymous: true },
  /** An anonymous visitor of the same site, without one. */
  'other guest': { role: 'authenticated', subject: 'other guest', isAnonymous: true },
  /** An anonymous visitor of another site, with a chat there. */
  'guest elsewhere': { role: 'authenticated', subject: 'guest elsewhere', isAnonymous: true },
  /** A registered visitor, with a chat and a like. */
  registered: { role: 'authenticated', subject: 'registered', isAnonymous: false },
  /** A registered visitor with a like for another site's character. */
  'other registered': { role: 'authenticated', subject: 'other registered', isAnonymous: false },
  /** Once an anonymous visitor of the site, now registered, with the chat from before. */
  'upgraded guest': { role: 'authenticated', subject: 'upgraded guest', isAnonymous: false },
  /** Runs the site. */
  member: { role: 'authenticated', subject: 'member', isAnonymous: false },
  /** Runs another site. */
  'member elsewhere': { role: 'authenticated', subject: 'member elsewhere', isAnonymous: false },
  /** A token that was signed by us but says nothing of whom. */
  'no subject': { role: 'authenticated' },
  /** The functions, with the secret key. */
  server: { role: 'service_role' },
} as const

export type ActorName = keyof typeof actors
export type Role = 'anon' | 'authenticated' | 'service_role'

export const actorNames = Object.keys(actors) as ActorName[]

/** SQL for an id of the fixture: the same name is the same id. */
export function id(name: string): string {
  return `tests.id('${name}')`
}

/** The same id as {@link id}, as a token carries it. */
export function uuidOf(name: string): string {
  const digest = createHash('md5').update(name).digest('hex')
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5')
}
